// ops.Take: entries along one axis, by constant or computed positions.
#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/gather.hpp"
#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"

namespace byom::op_keras_ops_take {
namespace {

constexpr const char* python = R"py(class OpsTake(layers.Layer):
    """The entries at `indices` along one axis; without `indices` the second input says which."""

    def __init__(self, axis, indices=None, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis
        self.indices = None if indices is None else array(indices)

    def call(self, inputs):
        x, indices = inputs if self.indices is None else (inputs, self.indices)
        if ops:
            return ops.take(x, indices, axis=self.axis)
        if self.indices is None:
            count = tf.shape(x, out_type=indices.dtype)[self.axis]
            indices = tf.where(indices < 0, indices + count, indices)
        return tf.gather(x, indices, axis=self.axis)

    def get_config(self):
        indices = None if self.indices is None else self.indices.tolist()
        return {**super().get_config(), "axis": self.axis, "indices": indices}
)py";

Schema schema() {
  Schema s = keras_layer("ops.Take");
  s.doc("The entries of x at the positions given, along one axis.");
  s.input("x", any_type, "any shape").input("positions", integral, "when there is no 'indices'").optional();
  s.output("outputs", "x with the axis replaced by the axes of the positions");
  s.attr_of(BYOM_ATTR_INT, "axis", "the axis");
  s.attr_of(BYOM_ATTR_TENSOR, "indices", "constant positions, none negative").optional();
  s.example("one twice, one left out", {{"axis", 1}, {"indices", tensor<std::int32_t>({3}, {2, 0, 0})}},
            {tensor<float>({1, 3}, {5, 6, 7})}, {tensor<float>({1, 3}, {7, 5, 5})});
  s.example("computed positions of two axes", {{"axis", 0}},
            {tensor<float>({2, 1}, {5, 6}), tensor<std::int64_t>({1, 2}, {1, 0})},
            {tensor<float>({1, 2, 1}, {6, 5})});
  return s;
}

// Shape and elements of the positions, whichever way they are given.
Desc positions_of(const Node& node) {
  const auto attr = node.read("indices");
  if (!attr) return node.input(1);
  Desc desc(attr->v.t->dtype, {});
  for (std::int32_t d = 0; d < attr->v.t->rank; ++d) desc.dims.emplace_back(attr->v.t->shape[d]);
  return desc;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0), positions = positions_of(node);
  if (!positions.present()) return Node::fail("neither 'indices' nor a second input says what to take");
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), x.rank()));
  Shape dims(x.dims.begin(), x.dims.begin() + axis);
  dims.insert(dims.end(), positions.dims.begin(), positions.dims.end());
  dims.insert(dims.end(), x.dims.begin() + axis + 1, x.dims.end());
  return Descs{{x.dtype, dims}};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const std::int64_t axis,
           checked_axis(node.integer("axis"), static_cast<std::int64_t>(io.shape(0).size())));
  const auto attr = node.read("indices");
  const byom_tensor& positions = attr ? *attr->v.t : io.raw_in(1);
  std::int64_t outer = 1, inner = 1, count = 1;
  for (std::int64_t a = 0; a < axis; ++a) outer *= io.shape(0)[static_cast<std::size_t>(a)];
  for (std::size_t a = static_cast<std::size_t>(axis) + 1; a < io.shape(0).size(); ++a)
    inner *= io.shape(0)[a];
  for (std::int32_t d = 0; d < positions.rank; ++d) count *= positions.shape[d];
  const std::int64_t n = io.shape(0)[static_cast<std::size_t>(axis)];
  const std::int64_t cells = outer * n * inner;
  const std::int64_t bytes = cells == 0 ? 0 : static_cast<std::int64_t>(io.raw_in(0).bytes) / (outer * n);
  bool inside = true;
  BYOM_CHECK_OK(
      with_type<Types<std::int32_t, std::int64_t>>(positions.dtype, [&]<class T>(std::type_identity<T>) {
        inside = kernels::gather(host_pool(), outer, n, bytes, io.raw_in(0).data,
                                 static_cast<const T*>(positions.data), count, io.raw_out(0).data);
      }));
  if (!inside) return Node::fail("a position lies outside axis " + std::to_string(axis));
  return done;
}
}  // namespace

BYOM_OP(keras_ops_take) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .custom("OpsTake", python, {BYOM_DIALECT_KERAS2})
          .takes_list()
          .operation("keras.src.ops.numpy", "Take", {{"indices", call_argument()}}));
}

}  // namespace byom::op_keras_ops_take
