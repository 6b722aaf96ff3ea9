// Log: the natural logarithm of each element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_log {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Log", {6, 13}, "The natural logarithm of each element.", floating, "input", "output");
  s.example("powers of e", {}, {tensor<float>({2}, {1, 2.7182817F})}, {tensor<float>({2}, {0, 1})});
  s.example("zero and below", {}, {tensor<float>({2}, {0, -1})}, {tensor<float>({2}, {-INFINITY, NAN})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::log(x); });
}
}  // namespace

BYOM_OP(log) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Log")).kernel(compute);
}

}  // namespace byom::op_log
