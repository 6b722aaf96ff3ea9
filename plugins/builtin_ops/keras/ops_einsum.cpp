// ops.Einsum: sums of products, written as an equation of axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/contraction.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"

namespace byom::op_keras_ops_einsum {
namespace {

constexpr const char* python = R"py(class OpsEinsum(layers.Layer):
    """keras.src.ops.numpy.Einsum of Keras 3, for Keras 2."""

    def __init__(self, subscripts, **kwargs):
        super().__init__(**kwargs)
        self.subscripts = subscripts

    def call(self, inputs):
        operands = inputs if isinstance(inputs, (list, tuple)) else [inputs]
        return (ops or tf).einsum(self.subscripts, *operands)

    def get_config(self):
        return {**super().get_config(), "subscripts": self.subscripts}
)py";

Schema schema() {
  Schema s = keras_layer("ops.Einsum");
  s.doc("Einstein's summation: letters that the output lacks are summed over.");
  s.input("operands", numeric, "tensors of one type")
      .variadic()
      .output("outputs", "the letters behind the arrow");
  s.attr_of(BYOM_ATTR_STRING, "subscripts", "such as \"bij,bjk->bik\"");
  s.example("a product", {{"subscripts", "bij,jk->bik"}},
            {tensor<float>({1, 2, 2}, {1, 2, 3, 4}), tensor<float>({2, 1}, {5, 6})},
            {tensor<float>({1, 2, 1}, {17, 39})});
  return s;
}

Result<Descs> infer(const Node& node) {
  return infer_contraction(node, node.string("subscripts"));
}

Result<Done> compute(const Node& node, Io& io) {
  return contract(node, io, node.string("subscripts"));
}
}  // namespace

BYOM_OP(keras_ops_einsum) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .custom("OpsEinsum", python, {BYOM_DIALECT_KERAS2})
          .takes_list()
          .operation(numpy_operations, "Einsum"));
}

}  // namespace byom::op_keras_ops_einsum
