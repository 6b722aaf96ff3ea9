// Softmax: exp(x) over its sum along one or more axes.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/softmax_layer.hpp"

namespace byom::op_keras_softmax {
namespace {

Schema schema() {
  Schema s = keras_layer("Softmax");
  s.doc("exp(x) over its sum along one or more axes.");
  s.input("inputs", floating, "any shape").output("outputs", "shape of inputs");
  s.attr("axis", std::int64_t{-1}, "an axis or a list of axes");
  s.example("one axis", {{"axis", 1}}, {tensor<float>({1, 2, 1}, {0, 1.0986123F})},
            {tensor<float>({1, 2, 1}, {0.25F, 0.75F})});
  s.example("two axes", {{"axis", std::vector<std::int64_t>{1, 2}}},
            {tensor<float>({1, 2, 2}, {1000, 1000, 1000, 1000})},
            {tensor<float>({1, 2, 2}, {0.25F, 0.25F, 0.25F, 0.25F})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return less_log_sum(node, io, [](double x) { return std::exp(x); });
}
}  // namespace

BYOM_OP(keras_softmax) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(Layer().keras3("keras.layers", "Softmax").keras2("Softmax", {{"axis", as_list()}}));
}

}  // namespace byom::op_keras_softmax
