// Shrink: x + bias below -lambd, x - bias above lambd, 0 between.
#include <algorithm>
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_shrink {
namespace {

Schema schema() {
  Schema s = unary_schema("Shrink", {9}, "x + bias below -lambd, x - bias above lambd, 0 between.",
                          "float,double,float16,int8,int16,int32,int64,uint8,uint16,uint32,uint64", "input",
                          "output");
  s.attr("bias", 0.0F, "what is taken from the magnitude").attr("lambd", 0.5F, "half the width of the gap");
  s.example("hard", {}, {tensor<float>({4}, {-2, -0.5F, 0.5F, 0.75F})},
            {tensor<float>({4}, {-2, 0, 0, 0.75F})});
  s.example("soft", {{"bias", 1.5F}, {"lambd", 1.5F}}, {tensor<float>({3}, {-2, 1, 4})},
            {tensor<float>({3}, {-0.5F, 0, 2.5F})});
  s.example("integers: fractions are cut", {{"bias", 1.5F}, {"lambd", 1.0F}},
            {tensor<std::int8_t>({3}, {-4, 1, 5})}, {tensor<std::int8_t>({3}, {-2, 0, 3})});
  return s;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const float bias = node.real("bias"), lambda = node.real("lambd");
  if (!is_floating(node.input(0).dtype)) return Node::fail("Keras gives these integers another element type");
  if (!std::isfinite(bias) || !std::isfinite(lambda))
    return Node::fail("attribute 'bias' or 'lambd' is no finite number");
  const Val x = keras.input(0);
  const Val above = keras.helper("above", "ops.Greater", {{"x2", lambda}}, {x});
  const Val below = keras.helper("below", "ops.Less", {{"x2", -lambda}}, {x});
  const Val raised = bias == 0 ? x : keras.helper("raised", "ops.Add", {{"x2", bias}}, {x});
  const Val lowered = bias == 0 ? x : keras.helper("lowered", "ops.Subtract", {{"x2", bias}}, {x});
  const Val upper = keras.helper("upper", "ops.Where", {{"x2", 0.0F}}, {above, lowered});
  return Vals{keras.layer("ops.Where", {}, {below, raised, upper})};
}

// Integers become real numbers for the sum, of which the fraction is cut.
template <class T>
T shifted(T x, float bias) {
  if constexpr (std::is_floating_point_v<T>) {
    return x + static_cast<T>(bias);
  } else {
    if (bias == 0) return x;
    const double sum = static_cast<double>(x) + static_cast<double>(bias);
    if (!(std::fabs(sum) < 0x1p63)) return 0;
    return static_cast<T>(static_cast<std::int64_t>(sum));
  }
}

Result<Done> compute(const Node& node, Io& io) {
  const float bias = node.real("bias"), lambda = node.real("lambd");
  return map_each<AllNumbers>(io, [=](auto x) {
    using T = decltype(x);
    const auto number = static_cast<double>(x), limit = static_cast<double>(lambda);
    if (number < -limit) return shifted<T>(x, bias);
    return number > limit ? shifted<T>(x, -bias) : T{0};
  });
}
}  // namespace

BYOM_OP(shrink) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_shrink
