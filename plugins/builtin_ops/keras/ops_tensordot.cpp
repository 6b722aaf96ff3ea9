// ops.Tensordot: contracts one axis with the rows of a constant matrix; the new axis becomes the last one.
#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/gemm.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"

namespace byom::op_keras_ops_tensordot {
namespace {

constexpr const char* python = R"py(class OpsTensordot(layers.Layer):
    """The tensor product with a constant, summed over the axes given."""

    def __init__(self, x2, axes, **kwargs):
        super().__init__(**kwargs)
        self.x2 = array(x2).astype("float32")
        self.axes = axes

    def call(self, inputs):
        product = (ops or tf).tensordot(inputs, self.x2, axes=self.axes)
        return product if ops else tf.ensure_shape(product, self.compute_output_shape(inputs.shape))

    def compute_output_shape(self, input_shape):
        one, two = self.axes
        kept = [n for i, n in enumerate(input_shape) if i not in one]
        return tuple(kept + [n for i, n in enumerate(self.x2.shape) if i not in two])

    def get_config(self):
        return {**super().get_config(), "x2": self.x2.tolist(), "axes": self.axes}
)py";

Schema schema() {
  Schema s = keras_layer("ops.Tensordot");
  s.doc(
      "y[..., o] = sum over i of x[..., i, ...] * x2[o, i]: one axis of x, recombined, becomes the last "
      "axis.");
  s.input("x1", "float", "any shape").output("outputs", "x1 without the axis, then the rows of x2");
  s.attr_of(BYOM_ATTR_TENSOR, "x2", "[output, input]");
  s.attr_of(BYOM_ATTR_LIST, "axes", "[[axis of x1], [1]]");
  const AttrValue axes = AttrValue::List{std::vector<std::int64_t>{1}, std::vector<std::int64_t>{1}};
  s.example("the middle axis moves to the end", {{"x2", tensor<float>({1, 2}, {10, 1})}, {"axes", axes}},
            {tensor<float>({1, 2, 2}, {1, 2, 3, 4})}, {tensor<float>({1, 2, 1}, {13, 24})});
  s.example("the last axis grows", {{"x2", tensor<float>({3, 2}, {1, 0, 0.5F, 0.5F, 0, 1})}, {"axes", axes}},
            {tensor<float>({1, 2}, {2, 4})}, {tensor<float>({1, 3}, {2, 3, 4})});
  return s;
}

struct Contraction {
  std::size_t axis;
  const byom_tensor* matrix;
};

Result<Contraction> contraction_of(const Node& node) {
  const auto x2 = node.read("x2"), axes = node.read("axes");
  const Desc x = node.input(0);
  const bool pair = axes && axes->type == BYOM_ATTR_LIST && axes->count == 2;
  if (!x2 || x2->type != BYOM_ATTR_TENSOR || x2->v.t->rank != 2 || x2->v.t->dtype != BYOM_FLOAT || !pair ||
      axes->v.a[0].count != 1 || axes->v.a[1].count != 1 || axes->v.a[1].v.i[0] != 1)
    return Node::fail("only a float matrix, contracted over its second axis, is served");
  BYOM_TRY(const std::int64_t axis, checked_axis(axes->v.a[0].v.i[0], x.rank()));
  if (!(x.dims[static_cast<std::size_t>(axis)] == Dim(x2->v.t->shape[1])))
    return Node::fail("the matrix does not fit axis " + std::to_string(axis));
  return Contraction{static_cast<std::size_t>(axis), x2->v.t};
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Contraction c, contraction_of(node));
  Shape dims = node.input(0).dims;
  dims.erase(dims.begin() + static_cast<std::ptrdiff_t>(c.axis));
  dims.emplace_back(c.matrix->shape[0]);
  return Descs{{BYOM_FLOAT, dims}};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const Contraction c, contraction_of(node));
  const std::int64_t rows = c.matrix->shape[0], columns = c.matrix->shape[1];
  std::int64_t outer = 1, inner = 1;
  for (std::size_t a = 0; a < c.axis; ++a) outer *= io.shape(0)[a];
  for (std::size_t a = c.axis + 1; a < io.shape(0).size(); ++a) inner *= io.shape(0)[a];
  const auto* matrix = static_cast<const float*>(c.matrix->data);
  const float* x = io.in<float>(0).data();
  float* y = io.out<float>(0).data();
  if (inner == 1) {
    const kernels::GemmShape shape{outer, rows, columns, columns, columns, rows, false, true};
    kernels::gemm(host_pool(), shape, 1.0F, x, matrix, false, y);
    return done;
  }
  const kernels::GemmShape shape{inner, rows, columns, inner, columns, rows, true, true};
  parallel_for(static_cast<std::uint64_t>(outer), 1, [&](std::uint64_t begin, std::uint64_t end) {
    for (auto slab = static_cast<std::int64_t>(begin); slab < static_cast<std::int64_t>(end); ++slab)
      kernels::gemm({}, shape, 1.0F, x + slab * columns * inner, matrix, false, y + slab * inner * rows);
  });
  return done;
}
}  // namespace

BYOM_OP(keras_ops_tensordot) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .custom("OpsTensordot", python, {BYOM_DIALECT_KERAS2})
          .operation("keras.src.ops.numpy", "Tensordot", {{"x2", call_argument()}}));
}

}  // namespace byom::op_keras_ops_tensordot
