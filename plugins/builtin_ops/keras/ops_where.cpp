// ops.Where: x1 where the condition holds, else x2, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary_layer.hpp"
#include "plugins/builtin_ops/shared/choice.hpp"

namespace byom::op_keras_ops_where {
namespace {

Schema schema() {
  Schema s = keras_layer("ops.Where");
  s.doc("x1 where the condition holds, else x2.");
  s.input("condition", "bool", "broadcast with x1 and x2").input("x1", any_type, "any shape");
  s.input("x2", "as x1", "any shape; absent when it is a key")
      .optional()
      .output("outputs", "the broadcast shape");
  s.attr_of(BYOM_ATTR_FLOAT, "x2", "a number or an array in place of the input").optional();
  s.example("three tensors", {},
            {tensor<bool>({2, 1}, {true, false}), tensor<float>({2}, {1, 2}), tensor<float>({1, 1}, {9})},
            {tensor<float>({2, 2}, {1, 2, 9, 9})});
  s.example("a number as key", {{"x2", std::int64_t{5}}},
            {tensor<bool>({2}, {true, false}), tensor<std::int32_t>({2}, {1, 2})},
            {tensor<std::int32_t>({2}, {1, 5})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc condition = node.input(0), x1 = node.input(1);
  BYOM_TRY(const Shape x2, keyed_shape(node, 1));
  BYOM_TRY(Shape dims, broadcast_shape({condition.dims, x1.dims, x2}));
  return Descs{{x1.dtype, std::move(dims)}};
}

Result<Done> compute(const Node& node, Io& io) {
  Literal held;
  BYOM_TRY(const byom_tensor x2, keyed_operand(node, io, 1, held));
  return choose(io.raw_in(0), io.raw_in(1), x2, io.raw_out(0));
}

constexpr const char* python = R"py(class OpsWhere(layers.Layer):
    """keras.src.ops.numpy.Where of Keras 3, for Keras 2."""

    def __init__(self, x2=None, **kwargs):
        super().__init__(**kwargs)
        self.x2 = x2

    def call(self, inputs):
        if self.x2 is None:
            condition, x1, x2 = inputs
        else:
            condition, x1 = inputs
            x2 = array(self.x2) if isinstance(self.x2, dict) else self.x2
        return (ops or tf).where(condition, x1, x2)

    def get_config(self):
        return {**super().get_config(), "x2": self.x2}
)py";
}  // namespace

BYOM_OP(keras_ops_where) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .custom("OpsWhere", python, {BYOM_DIALECT_KERAS2})
          .takes_list()
          .operation(numpy_operations, "Where", {{"x2", call_argument()}}));
}

}  // namespace byom::op_keras_ops_where
