// Sinh: the hyperbolic sine of each element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_sinh {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Sinh", {9, 22}, "The hyperbolic sine of each element.", floating, "input", "output");
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 1.1752012F, -1.1752012F})});
  s.example("infinity", {}, {tensor<float>({1}, {-INFINITY})}, {tensor<float>({1}, {-INFINITY})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::sinh(x); });
}
}  // namespace

BYOM_OP(sinh) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Sinh")).kernel(compute);
}

}  // namespace byom::op_sinh
