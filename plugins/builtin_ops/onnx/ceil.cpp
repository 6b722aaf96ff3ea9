// Ceil: the smallest whole number that is not below the element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_ceil {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Ceil", {6, 13}, "The smallest whole number that is not below the element.", floating);
  s.example("both signs", {}, {tensor<float>({4}, {-1.5F, 1.5F, 2, -0.5F})},
            {tensor<float>({4}, {-1, 2, 2, 0})});
  s.example("infinity", {}, {tensor<float>({1}, {-INFINITY})}, {tensor<float>({1}, {-INFINITY})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::ceil(x); });
}
}  // namespace

BYOM_OP(ceil) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Ceil")).kernel(compute);
}

}  // namespace byom::op_ceil
