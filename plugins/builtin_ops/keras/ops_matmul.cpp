// ops.Matmul: products of matrices, or of stacks of them.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/matrix_product.hpp"

namespace byom::op_keras_ops_matmul {
namespace {

constexpr const char* python = R"py(class OpsMatmul(layers.Layer):
    """keras.src.ops.numpy.Matmul of Keras 3, for Keras 2."""

    def call(self, inputs):
        a, b = inputs
        if ops:
            return ops.matmul(a, b)
        left, right = len(a.shape) == 1, len(b.shape) == 1
        product = tf.matmul(a[tf.newaxis] if left else a, b[:, tf.newaxis] if right else b)
        product = tf.squeeze(product, -1) if right else product
        return tf.squeeze(product, -1 if right else -2) if left else product
)py";

Schema schema() {
  Schema s = keras_layer("ops.Matmul");
  s.doc("The products of the last two axes; the others broadcast.");
  s.input("x1", numeric, "[..., m, k] or [k]").input("x2", "as x1", "[..., k, n] or [k]");
  s.output("outputs", "[..., m, n]");
  s.example("one matrix for a stack", {},
            {tensor<float>({2, 1, 2}, {1, 2, 3, 4}), tensor<float>({2, 1}, {5, 6})},
            {tensor<float>({2, 1, 1}, {17, 39})});
  s.example("vectors", {}, {tensor<float>({2}, {1, 2}), tensor<float>({2}, {3, 4})},
            {tensor<float>({}, {11})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(Desc y, matrix_product(node.input(0), node.input(1)));
  return Descs{std::move(y)};
}

Result<Done> compute(const Node&, Io& io) {
  return multiply_matrices(io);
}
}  // namespace

BYOM_OP(keras_ops_matmul) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .custom("OpsMatmul", python, {BYOM_DIALECT_KERAS2})
          .takes_list()
          .operation(numpy_operations, "Matmul"));
}

}  // namespace byom::op_keras_ops_matmul
