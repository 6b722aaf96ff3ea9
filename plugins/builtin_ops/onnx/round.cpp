// Round: the nearest whole number; halves go to the even one.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_round {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Round", {11, 22}, "The nearest whole number; halves go to the even one.", floating);
  s.example("halves", {}, {tensor<float>({5}, {0.5F, 1.5F, 2.5F, -0.5F, -1.5F})},
            {tensor<float>({5}, {0, 2, 2, 0, -2})});
  s.example("others", {}, {tensor<float>({2}, {2.3F, -2.7F})}, {tensor<float>({2}, {2, -3})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::nearbyint(x); });
}
}  // namespace

BYOM_OP(round) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Round")).kernel(compute);
}

}  // namespace byom::op_round
