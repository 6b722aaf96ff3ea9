// Erf: the error function of each element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_erf {
namespace {

Schema schema() {
  Schema s = unary_schema("Erf", {9, 13}, "The error function of each element.", floating, "input", "output");
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 0.8427008F, -0.8427008F})});
  s.example("infinity", {}, {tensor<float>({1}, {INFINITY})}, {tensor<float>({1}, {1})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::erf(x); });
}
}  // namespace

BYOM_OP(erf) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Erf")).kernel(compute);
}

}  // namespace byom::op_erf
