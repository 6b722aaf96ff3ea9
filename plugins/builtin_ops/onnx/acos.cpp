// Acos: the angle whose cosine the element is, in radians.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_acos {
namespace {

Schema schema() {
  Schema s = unary_schema("Acos", {7, 22}, "The angle whose cosine the element is, in radians.", floating,
                          "input", "output");
  s.example("half and quarter turns", {}, {tensor<float>({3}, {1, 0, -1})},
            {tensor<float>({3}, {0, 1.5707964F, 3.1415927F})});
  s.example("outside", {}, {tensor<float>({1}, {2})}, {tensor<float>({1}, {NAN})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::acos(x); });
}
}  // namespace

BYOM_OP(acos) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Arccos")).kernel(compute);
}

}  // namespace byom::op_acos
