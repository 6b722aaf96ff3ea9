// IsInf: whether the element is infinite, of either sign on request.
#include <cmath>
#include <limits>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_is_inf {
namespace {

Schema schema() {
  Schema s = unary_schema("IsInf", {10, 20}, "Whether the element is infinite.", floating);
  s.attr("detect_negative", std::int64_t{1}, "whether minus infinity counts");
  s.attr("detect_positive", std::int64_t{1}, "whether plus infinity counts");
  s.example("both", {}, {tensor<float>({4}, {-INFINITY, INFINITY, NAN, 0})},
            {tensor<bool>({4}, {true, true, false, false})});
  s.example("positive only", {{"detect_negative", std::int64_t{0}}},
            {tensor<float>({2}, {-INFINITY, INFINITY})}, {tensor<bool>({2}, {false, true})});
  s.example("neither", {{"detect_negative", std::int64_t{0}}, {"detect_positive", std::int64_t{0}}},
            {tensor<float>({2}, {-INFINITY, INFINITY})}, {tensor<bool>({2}, {false, false})});
  return s;
}

// One sign is what lies beyond the largest finite float.
Result<Vals> translate(const Node& node, Keras& keras) {
  const bool negative = node.integer("detect_negative") != 0, positive = node.integer("detect_positive") != 0;
  const Val x = keras.input(0);
  if (negative && positive) return Vals{keras.layer("ops.Isinf", {}, {x})};
  if (node.input(0).dtype != BYOM_FLOAT)
    return Node::fail("one sign of infinity is told from the other for float only");
  constexpr float largest = std::numeric_limits<float>::max();
  if (positive) return Vals{keras.layer("ops.Greater", {{"x2", largest}}, {x})};
  if (negative) return Vals{keras.layer("ops.Less", {{"x2", -largest}}, {x})};
  return Vals{keras.layer("ops.NotEqual", {{"x2", 0.0F}},
                          {keras.helper("zeros", "ops.ZerosLike", {{"dtype", "float32"}}, {x})})};
}

Result<Done> compute(const Node& node, Io& io) {
  const bool negative = node.integer("detect_negative") != 0, positive = node.integer("detect_positive") != 0;
  return test_each<AllFloats>(io, [=](auto x) { return std::isinf(x) && (x > 0 ? positive : negative); });
}
}  // namespace

BYOM_OP(is_inf) {
  return Op(schema()).infer(truth_like_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_is_inf
