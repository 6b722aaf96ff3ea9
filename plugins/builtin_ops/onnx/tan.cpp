// Tan: the tangent of each element, in radians.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_tan {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Tan", {7, 22}, "The tangent of each element, in radians.", floating, "input", "output");
  s.example("eighths", {}, {tensor<float>({3}, {0, 0.7853982F, -0.7853982F})},
            {tensor<float>({3}, {0, 1, -1})});
  s.example("empty", {}, {tensor<float>({0}, {})}, {tensor<float>({0}, {})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::tan(x); });
}
}  // namespace

BYOM_OP(tan) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Tan")).kernel(compute);
}

}  // namespace byom::op_tan
