// Sqrt: the square root of each element; NaN below zero.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_sqrt {
namespace {

Schema schema() {
  Schema s = unary_schema("Sqrt", {6, 13}, "The square root of each element; NaN below zero.", floating);
  s.example("squares", {}, {tensor<float>({3}, {0, 4, 2})}, {tensor<float>({3}, {0, 2, 1.4142135F})});
  s.example("below zero", {}, {tensor<float>({1}, {-1})}, {tensor<float>({1}, {NAN})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::sqrt(x); });
}
}  // namespace

BYOM_OP(sqrt) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Sqrt")).kernel(compute);
}

}  // namespace byom::op_sqrt
