// Relu: y = max(x, 0).
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"

namespace byom::op_relu {
namespace {

Schema schema() {
  Schema s = onnx("Relu", {1, 6, 13, 14});
  s.doc("The larger of each element and zero.").layout(Layout::transparent);
  s.input("X", numeric, "any shape").output("Y", "type and shape of X");
  s.example("around zero", {}, {tensor<float>({4}, {-1, -0.0F, 0.5F, 2})},
            {tensor<float>({4}, {0, 0, 0.5F, 2})});
  s.example("integers", {}, {tensor<std::int32_t>({2}, {-3, 3})}, {tensor<std::int32_t>({2}, {0, 3})});
  return s;
}

Result<Vals> translate(const Node&, Keras& keras) {
  return Vals{keras.layer("ReLU", {}, {keras.input(0)})};
}

Result<Done> compute(const Node&, Io& io) {
  return map_elements<Numeric>(io, [](auto x) { return x <= decltype(x){0} ? decltype(x){0} : x; });
}
}  // namespace

BYOM_OP(relu) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_relu
