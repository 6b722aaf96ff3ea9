// Floor: the largest whole number that is not above the element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_floor {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Floor", {6, 13}, "The largest whole number that is not above the element.", floating);
  s.example("both signs", {}, {tensor<float>({4}, {-1.5F, 1.5F, 2, -0.5F})},
            {tensor<float>({4}, {-2, 1, 2, -1})});
  s.example("infinity", {}, {tensor<float>({1}, {INFINITY})}, {tensor<float>({1}, {INFINITY})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::floor(x); });
}
}  // namespace

BYOM_OP(floor) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Floor")).kernel(compute);
}

}  // namespace byom::op_floor
