// Greater: whether A > B, broadcast.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_greater {
namespace {

Schema schema() {
  Schema s = binary_schema("Greater", {7, 9, 13}, "Whether A > B.", numeric);
  s.example("broadcast", {}, {tensor<float>({2, 1}, {1, 3}), tensor<float>({2}, {2, 1})},
            {tensor<bool>({2, 2}, {false, false, true, true})});
  s.example("NaN", {}, {tensor<float>({2}, {NAN, 1}), tensor<float>({}, {NAN})},
            {tensor<bool>({2}, {false, false})});
  s.example("integers", {}, {tensor<std::int64_t>({2}, {-1, 1}), tensor<std::int64_t>({1}, {0})},
            {tensor<bool>({2}, {false, true})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return combine_inputs<AllNumbers, bool>(io, [](auto a, auto b) { return a > b; });
}
}  // namespace

BYOM_OP(greater) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary(node, BYOM_BOOL); })
      .translate(translates_to({.operation = "ops.Greater", .swapped = "ops.Less", .trains = false}))
      .kernel(compute);
}

}  // namespace byom::op_greater
