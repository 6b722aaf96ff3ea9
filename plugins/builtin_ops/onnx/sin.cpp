// Sin: the sine of each element, in radians.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_sin {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Sin", {7, 22}, "The sine of each element, in radians.", floating, "input", "output");
  s.example("quarter turns", {}, {tensor<float>({3}, {0, 1.5707964F, -1.5707964F})},
            {tensor<float>({3}, {0, 1, -1})});
  s.example("a twelfth, as a scalar", {}, {tensor<float>({}, {0.5235988F})}, {tensor<float>({}, {0.5F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::sin(x); });
}
}  // namespace

BYOM_OP(sin) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Sin")).kernel(compute);
}

}  // namespace byom::op_sin
