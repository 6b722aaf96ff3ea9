// LessOrEqual: whether A <= B, broadcast.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_less_or_equal {
namespace {

Schema schema() {
  Schema s = binary_schema("LessOrEqual", {12, 16}, "Whether A <= B.", numeric);
  s.example("broadcast", {}, {tensor<float>({2, 1}, {1, 3}), tensor<float>({2}, {2, 1})},
            {tensor<bool>({2, 2}, {true, true, false, false})});
  s.example("NaN", {}, {tensor<float>({2}, {NAN, 1}), tensor<float>({}, {NAN})},
            {tensor<bool>({2}, {false, false})});
  s.example("integers", {}, {tensor<std::int64_t>({2}, {-1, 1}), tensor<std::int64_t>({1}, {0})},
            {tensor<bool>({2}, {true, false})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return combine_inputs<AllNumbers, bool>(io, [](auto a, auto b) { return a <= b; });
}
}  // namespace

BYOM_OP(less_or_equal) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary(node, BYOM_BOOL); })
      .translate(
          translates_to({.operation = "ops.LessEqual", .swapped = "ops.GreaterEqual", .trains = false}))
      .kernel(compute);
}

}  // namespace byom::op_less_or_equal
