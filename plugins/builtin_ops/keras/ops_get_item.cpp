// ops.GetItem: slices of a tensor, x[key].
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/slicing.hpp"

namespace byom::op_keras_ops_get_item {
namespace {

constexpr const char* python = R"py(class OpsGetItem(layers.Layer):
    """keras.src.ops.numpy.GetItem of Keras 3, for Keras 2."""

    def __init__(self, key, **kwargs):
        super().__init__(**kwargs)
        self.key = key

    def call(self, x):
        parts = [k if isinstance(k, int) else k["config"] for k in self.key]
        parts = [k if isinstance(k, int) else slice(k["start"], k["stop"], k["step"]) for k in parts]
        return x[tuple(parts)]

    def get_config(self):
        return {**super().get_config(), "key": self.key}
)py";

AttrValue slice_of(AttrValue start, AttrValue stop, AttrValue step) {
  const AttrValue::Dict config{{"start", "stop", "step"},
                               {std::move(start), std::move(stop), std::move(step)}};
  return AttrValue::Dict{{"class_name", "config"}, {"__slice__", config}};
}

Schema schema() {
  Schema s = keras_layer("ops.GetItem");
  s.doc("x[key] with Python's rules: slices keep an axis, numbers take one cell of it.");
  s.input("x", any_type, "any shape").output("outputs", "what the key leaves");
  s.attr_of(BYOM_ATTR_LIST, "key", "a __slice__ object or a number for each axis from the first on");
  s.example("every second column, backwards",
            {{"key", AttrValue::List{slice_of(none, none, none), slice_of(-1, none, -2)}}},
            {tensor<float>({1, 4}, {1, 2, 3, 4})}, {tensor<float>({1, 2}, {4, 2})});
  s.example("one cell of an axis", {{"key", AttrValue::List{slice_of(none, none, none), 1}}},
            {tensor<float>({1, 2, 2}, {1, 2, 3, 4})}, {tensor<float>({1, 2}, {3, 4})});
  s.example("bounds beyond the ends", {{"key", AttrValue::List{slice_of(-9, 9, none), slice_of(1, 99, 1)}}},
            {tensor<std::int64_t>({1, 3}, {1, 2, 3})}, {tensor<std::int64_t>({1, 2}, {2, 3})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  const auto key = node.read("key");
  if (!key) return Node::fail("it has no key");
  BYOM_TRY(const std::vector<Cut> cuts, cuts_of_key(*key, x.dims));
  return Descs{{x.dtype, cut_shape(cuts, x.dims)}};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const std::vector<Cut> cuts, cuts_of_key(*node.read("key"), node.input(0).dims));
  return cut_elements(io, cuts);
}
}  // namespace

BYOM_OP(keras_ops_get_item) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .custom("OpsGetItem", python, {BYOM_DIALECT_KERAS2})
          .operation(numpy_operations, "GetItem", {{"key", call_argument()}}));
}

}  // namespace byom::op_keras_ops_get_item
