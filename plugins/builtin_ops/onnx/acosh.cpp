// Acosh: the inverse of the hyperbolic cosine; NaN below 1.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_acosh {
namespace {

Schema schema() {
  Schema s = unary_schema("Acosh", {9, 22}, "The inverse of the hyperbolic cosine; NaN below 1.", floating,
                          "input", "output");
  s.example("from one on", {}, {tensor<float>({2}, {1, 2})}, {tensor<float>({2}, {0, 1.3169579F})});
  s.example("below one", {}, {tensor<float>({1}, {0.5F})}, {tensor<float>({1}, {NAN})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::acosh(x); });
}
}  // namespace

BYOM_OP(acosh) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Arccosh")).kernel(compute);
}

}  // namespace byom::op_acosh
