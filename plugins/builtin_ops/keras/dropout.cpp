// Dropout: Keras's, which changes nothing outside training.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/reshaping.hpp"

namespace byom::op_keras_dropout {
namespace {

Schema schema() {
  Schema s = keras_layer("Dropout");
  s.doc("In training a share `rate` of the elements becomes zero.").layout(Layout::transparent);
  s.input("inputs", "float", "any shape").output("outputs", "shape of inputs");
  s.attr_of(BYOM_ATTR_FLOAT, "rate", "the share, from 0 to 1");
  s.example("nothing changes", {{"rate", 0.5F}}, {tensor<float>({1, 2}, {-1, 2})},
            {tensor<float>({1, 2}, {-1, 2})});
  s.example("even when all were dropped", {{"rate", 1.0F}}, {tensor<float>({1}, {3})},
            {tensor<float>({1}, {3})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("rate", "it is about training");
  return copy_elements(node, io);
}
}  // namespace

BYOM_OP(keras_dropout) {
  return Op(schema()).infer(same_as_first).kernel(compute).layer(Layer().both("Dropout"));
}

}  // namespace byom::op_keras_dropout
