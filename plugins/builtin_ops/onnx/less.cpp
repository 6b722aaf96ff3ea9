// Less: whether A < B, broadcast.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_less {
namespace {

Schema schema() {
  Schema s = binary_schema("Less", {7, 9, 13}, "Whether A < B.", numeric);
  s.example("broadcast", {}, {tensor<float>({2, 1}, {1, 3}), tensor<float>({2}, {2, 1})},
            {tensor<bool>({2, 2}, {true, false, false, false})});
  s.example("NaN", {}, {tensor<float>({2}, {NAN, 1}), tensor<float>({}, {NAN})},
            {tensor<bool>({2}, {false, false})});
  s.example("integers", {}, {tensor<std::int64_t>({2}, {-1, 1}), tensor<std::int64_t>({1}, {0})},
            {tensor<bool>({2}, {true, false})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return combine_inputs<AllNumbers, bool>(io, [](auto a, auto b) { return a < b; });
}
}  // namespace

BYOM_OP(less) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary(node, BYOM_BOOL); })
      .translate(translates_to({.operation = "ops.Less", .swapped = "ops.Greater", .trains = false}))
      .kernel(compute);
}

}  // namespace byom::op_less
