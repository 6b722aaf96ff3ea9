// Atan: the angle whose tangent the element is, in radians.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_atan {
namespace {

Schema schema() {
  Schema s = unary_schema("Atan", {7, 22}, "The angle whose tangent the element is, in radians.", floating,
                          "input", "output");
  s.example("eighths", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 0.7853982F, -0.7853982F})});
  s.example("infinity", {}, {tensor<float>({1}, {INFINITY})}, {tensor<float>({1}, {1.5707964F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::atan(x); });
}
}  // namespace

BYOM_OP(atan) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Arctan")).kernel(compute);
}

}  // namespace byom::op_atan
