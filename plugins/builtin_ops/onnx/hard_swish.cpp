// HardSwish: x * max(0, min(1, x / 6 + 1 / 2)).
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_hard_swish {
namespace {

Schema schema() {
  Schema s = unary_schema("HardSwish", {14, 22}, "x * max(0, min(1, x / 6 + 1 / 2)).", floating);
  s.example("the middle", {}, {tensor<float>({3}, {-1, 0, 1})},
            {tensor<float>({3}, {-0.33333334F, 0, 0.6666667F})});
  s.example("both ends", {}, {tensor<float>({4}, {-4, -3, 3, 5})}, {tensor<float>({4}, {0, 0, 3, 5})});
  return s;
}

// Keras 2 has no hard_swish.
Result<Vals> translate(const Node&, Keras& keras) {
  const Val x = keras.input(0);
  const Val line = rescaled(keras, x, 1.0F / 6, 0.5F, "line");
  const Val gate = keras.helper("gate", "ReLU", {{"max_value", 1.0F}}, {line});
  return Vals{combined(keras, {.operation = "ops.Multiply", .merge = "Multiply"}, x, gate)};
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) {
    using T = decltype(x);
    return x * std::max(T{0}, std::min(T{1}, x / 6 + T{0.5}));
  });
}
}  // namespace

BYOM_OP(hard_swish) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_hard_swish
