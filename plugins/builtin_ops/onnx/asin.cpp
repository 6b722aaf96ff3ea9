// Asin: the angle whose sine the element is, in radians.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_asin {
namespace {

Schema schema() {
  Schema s = unary_schema("Asin", {7, 22}, "The angle whose sine the element is, in radians.", floating,
                          "input", "output");
  s.example("quarter turns", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 1.5707964F, -1.5707964F})});
  s.example("outside", {}, {tensor<float>({1}, {2})}, {tensor<float>({1}, {NAN})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::asin(x); });
}
}  // namespace

BYOM_OP(asin) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Arcsin")).kernel(compute);
}

}  // namespace byom::op_asin
