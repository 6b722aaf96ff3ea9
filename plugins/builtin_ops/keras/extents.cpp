// Extents: the shape of a tensor as a tensor, the batch as it is at run time.
#include <algorithm>

#include <byom/op.hpp>

namespace {
using namespace byom;

constexpr const char* python = R"py(class Extents(layers.Layer):
    """The extents of the axes from start to end (exclusive), as a vector of int64."""

    def __init__(self, start, end, **kwargs):
        super().__init__(**kwargs)
        self.start = start
        self.end = end

    def call(self, x):
        if not ops:
            return tf.shape(x, out_type="int64")[self.start:self.end]
        extents = [ops.cast(n, "int64") for n in ops.shape(x)[self.start:self.end]]
        return ops.stack(extents) if extents else ops.zeros((0,), "int64")

    def compute_output_spec(self, x):
        return keras.KerasTensor((self.end - self.start,), "int64")

    def get_config(self):
        return {**super().get_config(), "start": self.start, "end": self.end}
)py";

Schema schema() {
  Schema s = keras_layer("Extents");
  s.doc("The extents of the axes from start to end (exclusive).");
  s.input("x", any_type, "any shape").output("outputs", "int64[end - start]");
  s.attr_of(BYOM_ATTR_INT, "start", "the first axis").attr_of(BYOM_ATTR_INT, "end", "the axis behind the last");
  s.example("two of three", {{"start", 1}, {"end", 3}}, {tensor<float>({1, 2, 3}, {1, 2, 3, 4, 5, 6})},
            {tensor<std::int64_t>({2}, {2, 3})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const std::int64_t start = node.integer("start"), end = node.integer("end");
  if (start < 0 || end < start || end > node.input(0).rank())
    return Node::fail("start and end are no range of its axes");
  return Descs{{BYOM_INT64, {Dim(end - start)}}};
}

Result<Done> compute(const Node& node, Io& io) {
  const auto shape = io.shape(0).subspan(static_cast<std::size_t>(node.integer("start")));
  node.ignore("end", "the output was made that long");
  std::copy_n(shape.begin(), io.out<std::int64_t>(0).size(), io.out<std::int64_t>(0).begin());
  return done;
}
}  // namespace

BYOM_OP(keras_extents) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer().custom("Extents", python, {BYOM_DIALECT_KERAS2, BYOM_DIALECT_KERAS3}));
}
