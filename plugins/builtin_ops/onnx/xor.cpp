// Xor: true where just one is, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_xor {
namespace {

Schema schema() {
  Schema s = binary_schema("Xor", {7}, "True where just one is.", "bool");
  s.example(
      "truth table", {},
      {tensor<bool>({2, 2}, {true, true, false, false}), tensor<bool>({2, 2}, {true, false, true, false})},
      {tensor<bool>({2, 2}, {false, true, true, false})});
  s.example("broadcast", {}, {tensor<bool>({2}, {true, false}), tensor<bool>({}, {true})},
            {tensor<bool>({2}, {false, true})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return combine_inputs<Types<bool>>(io, [](auto a, auto b) { return a != b; });
}
}  // namespace

BYOM_OP(xor) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary(node, BYOM_BOOL); })
      .translate(translates_to({.operation = "ops.LogicalXor", .swapped = "ops.LogicalXor", .trains = false}))
      .kernel(compute);
}
}  // namespace byom::op_xor
