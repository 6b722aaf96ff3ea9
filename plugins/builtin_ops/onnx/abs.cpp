// Abs: the absolute value of each element.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_abs {
namespace {

Schema schema() {
  Schema s = unary_schema("Abs", {6, 13}, "The absolute value of each element.", numeric);
  s.example("around zero", {}, {tensor<float>({3}, {-2.5F, -0.0F, 3})}, {tensor<float>({3}, {2.5F, 0, 3})});
  s.example("integers", {}, {tensor<std::int32_t>({2}, {-3, 3})}, {tensor<std::int32_t>({2}, {3, 3})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllNumbers>(io, [](auto x) { return arithmetic::Magnitude()(x); });
}
}  // namespace

BYOM_OP(abs) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Absolute")).kernel(compute);
}

}  // namespace byom::op_abs
