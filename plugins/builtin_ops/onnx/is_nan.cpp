// IsNaN: whether the element is no number.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_is_nan {
namespace {

Schema schema() {
  Schema s = unary_schema("IsNaN", {9, 13, 20}, "Whether the element is no number.", floating);
  s.example("numbers and none", {}, {tensor<float>({3}, {NAN, INFINITY, 0})},
            {tensor<bool>({3}, {true, false, false})});
  s.example("scalar", {}, {tensor<float>({}, {NAN})}, {tensor<bool>({}, {true})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return test_each<AllFloats>(io, [](auto x) { return std::isnan(x); });
}
}  // namespace

BYOM_OP(is_nan) {
  return Op(schema()).infer(truth_like_first).translate(becomes("ops.Isnan")).kernel(compute);
}

}  // namespace byom::op_is_nan
