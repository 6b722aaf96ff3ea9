// Equal: whether A = B, broadcast.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_equal {
namespace {

Schema schema() {
  Schema s = binary_schema("Equal", {7, 11, 13, 19}, "Whether A = B.", any_type);
  s.example("broadcast", {}, {tensor<std::int32_t>({2, 1}, {1, 3}), tensor<std::int32_t>({2}, {3, 1})},
            {tensor<bool>({2, 2}, {false, true, true, false})});
  s.example("NaN equals nothing", {}, {tensor<float>({2}, {NAN, -0.0F}), tensor<float>({2}, {NAN, 0})},
            {tensor<bool>({2}, {false, true})});
  s.example("truth values", {}, {tensor<bool>({2}, {true, false}), tensor<bool>({}, {false})},
            {tensor<bool>({2}, {false, true})});
  return s;
}

// An extent equals itself and is no negative number; more is not known of a free one.
std::optional<Dim> equal(const Dim& a, const Dim& b) {
  if (a == b) return Dim(1);
  if (a.is_number() && b.is_number()) return Dim(0);
  const Dim& number = a.is_number() ? a : b;
  if (number.is_number() && number.number() < 0) return Dim(0);
  return std::nullopt;
}

Result<Done> compute(const Node&, Io& io) {
  return combine_inputs<Comparable, bool>(io, [](auto a, auto b) { return a == b; });
}
}  // namespace

BYOM_OP(equal) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary(node, BYOM_BOOL, equal); })
      .translate(translates_to({.operation = "ops.Equal", .swapped = "ops.Equal", .trains = false}))
      .kernel(compute);
}

}  // namespace byom::op_equal
