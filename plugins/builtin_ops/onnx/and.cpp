// And: true where both are, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_and {
namespace {

Schema schema() {
  Schema s = binary_schema("And", {7}, "True where both are.", "bool");
  s.example(
      "truth table", {},
      {tensor<bool>({2, 2}, {true, true, false, false}), tensor<bool>({2, 2}, {true, false, true, false})},
      {tensor<bool>({2, 2}, {true, false, false, false})});
  s.example("broadcast", {}, {tensor<bool>({2}, {true, false}), tensor<bool>({}, {true})},
            {tensor<bool>({2}, {true, false})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return combine_inputs<Types<bool>>(io, [](auto a, auto b) { return a && b; });
}
}  // namespace

BYOM_OP(and) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary(node, BYOM_BOOL); })
      .translate(translates_to({.operation = "ops.LogicalAnd", .swapped = "ops.LogicalAnd", .trains = false}))
      .kernel(compute);
}

}  // namespace byom::op_and
