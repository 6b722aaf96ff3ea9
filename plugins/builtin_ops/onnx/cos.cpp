// Cos: the cosine of each element, in radians.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_cos {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Cos", {7, 22}, "The cosine of each element, in radians.", floating, "input", "output");
  s.example("half and whole turns", {}, {tensor<float>({2}, {0, 3.1415927F})}, {tensor<float>({2}, {1, -1})});
  s.example("a sixth, as a scalar", {}, {tensor<float>({}, {1.0471976F})}, {tensor<float>({}, {0.5F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::cos(x); });
}
}  // namespace

BYOM_OP(cos) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Cos")).kernel(compute);
}

}  // namespace byom::op_cos
