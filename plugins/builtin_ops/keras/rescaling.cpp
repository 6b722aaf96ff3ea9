// Rescaling: x * scale + offset.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_rescaling {
namespace {

Schema schema() {
  Schema s = keras_layer("Rescaling");
  s.doc("x * scale + offset, with numbers that nobody trains.").layout(Layout::transparent);
  s.input("inputs", floating, "any shape").output("outputs", "shape of inputs");
  s.attr_of(BYOM_ATTR_FLOAT, "scale", "factor").attr("offset", 0.0F, "summand");
  s.example("both", {{"scale", 2.0F}, {"offset", -1.0F}}, {tensor<float>({2}, {0, 3})},
            {tensor<float>({2}, {-1, 5})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  const float scale = node.real("scale"), offset = node.real("offset");
  return map_each<AllFloats>(io, [=](auto x) { return x * decltype(x)(scale) + decltype(x)(offset); });
}
}  // namespace

BYOM_OP(keras_rescaling) {
  return Op(schema()).infer(same_as_first).kernel(compute).layer(Layer().both("Rescaling"));
}

}  // namespace byom::op_keras_rescaling
