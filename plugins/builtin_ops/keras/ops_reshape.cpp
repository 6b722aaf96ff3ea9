// ops.Reshape: the same elements in another shape, the batch included.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/reshaping.hpp"

namespace byom::op_keras_ops_reshape {
namespace {

// JAX cannot divide by a batch that it does not know; Keras's own operation can, on symbolic tensors.
constexpr const char* python = R"py(class OpsReshape(layers.Layer):
    """keras.src.ops.numpy.Reshape of Keras 3, for Keras 2."""

    def __init__(self, newshape=(), **kwargs):
        super().__init__(**kwargs)
        self.newshape = newshape

    def get_config(self):
        return {**super().get_config(), "newshape": self.newshape}

    def call(self, x):
        return (ops or tf).reshape(x, self.newshape)

    def compute_output_spec(self, x):
        return self.call(x)
)py";

Schema schema() {
  Schema s = keras_layer("ops.Reshape");
  s.doc("The elements of x, row-major, in the shape newshape.");
  s.input("x", any_type, "any shape").output("outputs", "newshape");
  s.attr_of(BYOM_ATTR_INTS, "newshape", "all extents; one may be -1");
  s.example("-1", {{"newshape", std::vector<std::int64_t>{2, -1}}}, {tensor<float>({4}, {1, 2, 3, 4})},
            {tensor<float>({2, 2}, {1, 2, 3, 4})});
  s.example("to a scalar", {{"newshape", std::vector<std::int64_t>()}}, {tensor<float>({1, 1}, {7})},
            {tensor<float>({}, {7})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  Shape dims;
  for (const std::int64_t extent : node.integers("newshape")) dims.emplace_back(extent);
  const Dim total = product(x.dims, 0, x.dims.size());
  const auto open = std::ranges::find(dims, Dim(-1));
  if (open != dims.end()) {
    *open = 1;
    const Dim others = product(dims, 0, dims.size());
    *open = others == Dim(0) ? Dim(0) : total / others;
  }
  if (!(product(dims, 0, dims.size()) == total))
    return Node::fail("newshape holds another number of elements than x");
  BYOM_TRY(dims, with_samples_in_order(x.dims, std::move(dims)));
  return Descs{{x.dtype, dims}};
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("newshape", "the output was made in that shape");
  return copy_elements(node, io);
}
}  // namespace

BYOM_OP(keras_ops_reshape) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer().operation(numpy_operations, "Reshape").custom("OpsReshape", python, {BYOM_DIALECT_KERAS2}));
}

}  // namespace byom::op_keras_ops_reshape
