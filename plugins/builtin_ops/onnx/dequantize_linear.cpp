// DequantizeLinear: (x - zero point) * scale.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/quantization.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_dequantize_linear {
namespace {

Schema schema() {
  Schema s = onnx("DequantizeLinear", {10, 13, 19, 21, 23, 24, 25});
  s.doc("(x - x_zero_point) * x_scale.");
  s.input("x", "int8,uint8,int16,uint16,int32", "any shape");
  s.input("x_scale", "float,float16,bfloat16", "a scalar, one for each cell of the axis, or in blocks");
  s.input("x_zero_point", "as x", "shape of x_scale").optional();
  s.output("y", "shape of x, type of x_scale unless output_dtype says otherwise");
  declare_scaling(s);
  s.attr("output_dtype", std::int64_t{0}, "y's type; 0: that of x_scale").from(23);
  s.example(
      "one scale", {},
      {tensor<std::uint8_t>({3}, {0, 128, 255}), tensor<float>({}, {2}), tensor<std::uint8_t>({}, {128})},
      {tensor<float>({3}, {-256, 0, 254})});
  s.example("a scale for each cell of an axis", {{"axis", -2}},
            {tensor<std::int8_t>({2, 2}, {2, -16, 1, -1}), tensor<float>({2}, {0.5F, 4}),
             tensor<std::int8_t>({2}, {0, 1})},
            {tensor<float>({2, 2}, {1, -8, 0, -8})});
  s.example("a bias without zero point", {},
            {tensor<std::int32_t>({2}, {-70000, 3}), tensor<float>({}, {0.5F})},
            {tensor<float>({2}, {-35000, 1.5F})}, 10);
  s.example("blocks, the last one short", {{"axis", 1}, {"block_size", 2}},
            {tensor<std::int16_t>({1, 3}, {1, 2, 2}), tensor<float>({1, 2}, {2, 3})},
            {tensor<float>({1, 3}, {2, 4, 6})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_CHECK_OK(scaling_of(node));
  const auto stated = static_cast<std::int32_t>(node.has("output_dtype") ? node.integer("output_dtype") : 0);
  const std::int32_t dtype = stated != 0 ? stated : node.input(1).dtype;
  if (dtype != BYOM_FLOAT && dtype != BYOM_FLOAT16 && dtype != BYOM_BFLOAT16)
    return Node::fail("attribute 'output_dtype' asks for element type " + std::to_string(dtype) +
                      " of TensorProto.DataType; float, float16 and bfloat16 are possible");
  return Descs{{dtype, node.input(0).dims}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Descs y, infer(node));
  BYOM_TRY(const ScaleKeys keys, scale_keys(node));
  if (node.input(1).dtype != BYOM_FLOAT || y[0].dtype != BYOM_FLOAT)
    return Node::fail("its scale or its output is of 16 bits; Keras would round it twice");
  Val x = keras.helper("floating", "ops.Cast", {{"dtype", "float32"}}, {keras.input(0)});
  if (keys.shifted) x = keras.helper("shifted", "ops.Subtract", {{"x2", keys.zero_point}}, {x});
  return Vals{keras.layer("ops.Multiply", {{"x2", keys.scale}}, {x})};
}

template <class X, class Y>
void dequantize(Io& io, const ScalePlaces& places) {
  const std::vector<float> scales = numbers_of<float>(io, 1);
  const std::vector<std::int64_t> zeros = zero_points_of(io, 2, scales.size());
  const auto x = io.in<X>(0);
  const auto y = io.out<Y>(0);
  parallel_for(x.size(), 1 << 14, [&](std::uint64_t begin, std::uint64_t end) {
    places.each(begin, end, [&](std::uint64_t i, std::uint64_t s) {
      y[i] = narrow<Y>(static_cast<float>(std::int64_t{x[i]} - zeros[s]) * scales[s]);
    });
  });
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("output_dtype", "the output has that type");
  BYOM_TRY(const Scaling scaling, scaling_of(node));
  const ScalePlaces places(scaling, io.shape(0));
  return with_type<Types<std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t>>(
      io.dtype(0), [&]<class X>(std::type_identity<X>) {
        static_cast<void>(with_type<Types<float, Half, Bfloat16>>(
            io.out_dtype(0), [&]<class Y>(std::type_identity<Y>) { dequantize<X, Y>(io, places); }));
      });
}
}  // namespace

BYOM_OP(dequantize_linear) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_dequantize_linear
