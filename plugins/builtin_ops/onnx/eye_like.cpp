// EyeLike: ones on a diagonal, in the shape of a matrix.
#include <cstring>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_eye_like {
namespace {

using Made = Types<float, double, Half, Bfloat16, std::int8_t, std::int16_t, std::int32_t, std::int64_t,
                   std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t, bool>;

Schema schema() {
  Schema s = onnx("EyeLike", {9, 22});
  s.doc("A matrix in the shape of the input, 1 on diagonal k and 0 elsewhere.");
  s.input("input", any_type, "a matrix, of which only the shape matters")
      .output("output", "shape of the input");
  s.attr_of(BYOM_ATTR_INT, "dtype", "a number of TensorProto.DataType; without it the input's").optional();
  s.attr("k", std::int64_t{0}, "the diagonal, positive ones above the main one");
  s.example("above the diagonal", {{"k", 1}}, {tensor<float>({2, 3}, {9, 9, 9, 9, 9, 9})},
            {tensor<float>({2, 3}, {0, 1, 0, 0, 0, 1})});
  s.example("another type", {{"dtype", BYOM_INT64}}, {tensor<float>({2, 2}, {9, 9, 9, 9})},
            {tensor<std::int64_t>({2, 2}, {1, 0, 0, 1})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  if (x.rank() != 2) return Node::fail("its input is no matrix");
  if (!x.dims[0].is_number() || !x.dims[1].is_number())
    return mixes_samples("draws a diagonal through the batch");
  const auto dtype = node.has("dtype") ? static_cast<std::int32_t>(node.integer("dtype")) : x.dtype;
  BYOM_CHECK_OK(with_type<Made>(dtype, []<class T>(std::type_identity<T>) {}));
  return Descs{{dtype, x.dims}};
}

template <class T>
void draw(std::int64_t rows, std::int64_t columns, std::int64_t k, T* y) {
  std::memset(static_cast<void*>(y), 0, static_cast<std::size_t>(rows * columns) * sizeof(T));
  k = std::clamp<std::int64_t>(k, -rows, columns);
  for (std::int64_t row = 0; row < rows; ++row)
    if (row + k >= 0 && row + k < columns) y[row * columns + row + k] = narrow<T>(1);
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Descs out, infer(node));
  Literal eye{out[0].dtype, out[0].numbers(), {}};
  const std::int64_t k = node.integer("k");
  BYOM_CHECK_OK(with_type<Made>(eye.dtype, [&]<class T>(std::type_identity<T>) {
    eye.bytes.resize(static_cast<std::size_t>(eye.shape[0] * eye.shape[1]) * sizeof(T));
    draw(eye.shape[0], eye.shape[1], k, reinterpret_cast<T*>(eye.bytes.data()));
  }));
  BYOM_TRY(const Val y, fixed_constant(node, keras, AttrViews().tensor(eye), keras.input(0), "eye"));
  return Vals{y};
}

Result<Done> compute(const Node& node, Io& io) {
  const auto shape = io.out_shape(0);
  node.ignore("dtype", "the output was made of that type");
  return with_type<Made>(io.out_dtype(0), [&]<class T>(std::type_identity<T>) {
    draw(shape[0], shape[1], node.integer("k"), io.out<T>(0).data());
  });
}
}  // namespace

BYOM_OP(eye_like) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_eye_like
