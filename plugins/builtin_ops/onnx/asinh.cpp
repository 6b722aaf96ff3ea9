// Asinh: the inverse of the hyperbolic sine.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_asinh {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Asinh", {9, 22}, "The inverse of the hyperbolic sine.", floating, "input", "output");
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 0.8813736F, -0.8813736F})});
  s.example("infinity", {}, {tensor<float>({1}, {INFINITY})}, {tensor<float>({1}, {INFINITY})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::asinh(x); });
}
}  // namespace

BYOM_OP(asinh) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Arcsinh")).kernel(compute);
}

}  // namespace byom::op_asinh
