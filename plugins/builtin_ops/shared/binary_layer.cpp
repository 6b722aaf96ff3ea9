// The configured operand, brought to the type of the other one.
#include "plugins/builtin_ops/shared/binary_layer.hpp"

#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom {

Schema binary_operation_schema(const std::string& name, std::string_view doc, const char* types) {
  Schema s = keras_layer("ops." + name);
  s.doc(doc);
  s.input("x1", types, "any shape")
      .input("x2", "as x1", "broadcast with x1; absent when it is a key")
      .optional();
  s.output("outputs", "the broadcast shape");
  s.attr_of(BYOM_ATTR_FLOAT, "x2", "a number or an array in place of the input").optional();
  return s;
}

Result<Shape> keyed_shape(const Node& node, std::size_t first) {
  const Desc input = node.input(first + 1);
  const auto key = node.read("x2");
  if (input.present() == key.has_value()) return Node::fail("x2 must be given as a tensor or as a key");
  if (!key || key->type != BYOM_ATTR_TENSOR) return input.dims;
  return Shape(key->v.t->shape, key->v.t->shape + key->v.t->rank);
}

Result<Descs> infer_binary_operation(const Node& node, std::int32_t out_dtype) {
  const Desc x1 = node.input(0);
  BYOM_TRY(const Shape x2, keyed_shape(node, 0));
  BYOM_TRY(Shape dims, broadcast_shape({x1.dims, x2}));
  return Descs{{out_dtype ? out_dtype : x1.dtype, std::move(dims)}};
}

namespace {

template <class T>
Literal as_type(const byom_attr& key) {
  const T number = key.type == BYOM_ATTR_FLOAT ? narrow<T>(key.v.f[0]) : narrow<T>(key.v.i[0]);
  return {dtype_of<T>,
          {},
          std::vector<std::byte>(reinterpret_cast<const std::byte*>(&number),
                                 reinterpret_cast<const std::byte*>(&number + 1))};
}

}  // namespace

Result<byom_tensor> keyed_operand(const Node& node, const Io& io, std::size_t first, Literal& held) {
  const auto key = node.read("x2");
  if (!key) return io.raw_in(first + 1);
  if (key->type == BYOM_ATTR_TENSOR) {
    if (key->v.t->dtype == io.dtype(first)) return *key->v.t;
    return Node::fail("the array 'x2' has another element type than the tensor beside it");
  }
  if (io.dtype(first) == BYOM_BOOL)
    held = tensor<bool>({}, {key->v.i[0] != 0});
  else
    BYOM_CHECK_OK(with_type<AllNumbers>(io.dtype(first),
                                        [&]<class T>(std::type_identity<T>) { held = as_type<T>(*key); }));
  return AttrViews().tensor(held);
}

}  // namespace byom
