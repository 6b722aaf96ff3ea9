// QuantizeLinear: x / scale, rounded to the nearest integer, halves to the even one, plus the zero point.
#include <cmath>
#include <limits>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/quantization.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_quantize_linear {
namespace {

using Quantized = Types<std::int8_t, std::uint8_t, std::int16_t, std::uint16_t>;

Schema schema() {
  Schema s = onnx("QuantizeLinear", {10, 13, 19, 21, 23, 24, 25});
  s.doc(
      "x / y_scale, rounded to an integer (halves to the even one), plus the zero point, held in y's type.");
  s.input("x", "float,float16,bfloat16,int32", "any shape");
  s.input("y_scale", "float,float16,bfloat16,int32", "a scalar, one for each cell of the axis, or in blocks");
  s.input("y_zero_point", "int8,uint8,int16,uint16", "shape of y_scale; its type is y's").optional();
  s.output("y", "shape of x; uint8 where nothing says otherwise");
  declare_scaling(s);
  s.attr("saturate", std::int64_t{1}, "for 8-bit floats, which Keras lacks").from(19);
  s.attr("output_dtype", std::int64_t{0}, "y's type where there is no zero point").from(21);
  s.attr("precision", std::int64_t{0}, "the type of the division; 0: that of y_scale").from(23);
  s.example(
      "halves go to even, and the type's ends hold", {},
      {tensor<float>({6}, {1, 3, -1, 300, -300, 0}), tensor<float>({}, {2}), tensor<std::uint8_t>({}, {128})},
      {tensor<std::uint8_t>({6}, {128, 130, 128, 255, 0, 128})});
  s.example("a scale for each cell of an axis", {{"axis", 0}},
            {tensor<float>({2, 2}, {1, -8, 1, -8}), tensor<float>({2}, {0.5F, 4}),
             tensor<std::int8_t>({2}, {0, 1})},
            {tensor<std::int8_t>({2, 2}, {2, -16, 1, -1})});
  s.example("uint8 without a zero point", {}, {tensor<float>({2}, {-1, 3}), tensor<float>({}, {0.5F})},
            {tensor<std::uint8_t>({2}, {0, 6})}, 10);
  s.example("blocks, the last one short", {{"axis", 1}, {"block_size", 2}, {"output_dtype", BYOM_INT16}},
            {tensor<float>({1, 3}, {2, 4, 6}), tensor<float>({1, 2}, {2, 3})},
            {tensor<std::int16_t>({1, 3}, {1, 2, 2})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_CHECK_OK(scaling_of(node));
  const Desc x = node.input(0), zero = node.input(2);
  const auto stated = static_cast<std::int32_t>(node.has("output_dtype") ? node.integer("output_dtype") : 0);
  if (stated != 0 && zero.present() && zero.dtype != stated)
    return Node::fail("attribute 'output_dtype' and the zero point differ in type");
  const std::int32_t dtype = zero.present() ? zero.dtype : stated != 0 ? stated : BYOM_UINT8;
  if (!detail::with_type(Quantized{}, dtype, [](auto) {}))
    return Node::fail("attribute 'output_dtype' asks for element type " + std::to_string(dtype) +
                      " of TensorProto.DataType; int8, uint8, int16 and uint16 are served");
  return Descs{{dtype, x.dims}};
}

// The type in which x is divided by the scale.
Result<std::int32_t> division_type(const Node& node) {
  const auto stated = static_cast<std::int32_t>(node.has("precision") ? node.integer("precision") : 0);
  if (stated != 0 && stated != BYOM_FLOAT && stated != BYOM_FLOAT16 && stated != BYOM_BFLOAT16)
    return Node::fail("attribute 'precision' is no floating type");
  if (stated != 0) return stated;
  return node.input(1).dtype == BYOM_INT32 ? BYOM_FLOAT : node.input(1).dtype;
}

void ignore_types(const Node& node) {
  node.ignore("saturate", "only 8-bit floats do not saturate");
  node.ignore("output_dtype", "the output has that type");
}

Result<Vals> translate(const Node& node, Keras& keras) {
  ignore_types(node);
  BYOM_TRY(const ScaleKeys keys, scale_keys(node));
  BYOM_TRY(const std::int32_t type, division_type(node));
  if (type != node.input(1).dtype)
    return Node::fail("it divides in another type than that of its scale; Keras's operation does not");
  BYOM_TRY(const Descs y, infer(node));
  const auto cast = [&keras](const char* role, Val value, std::int32_t to) {
    return keras.helper(role, "ops.Cast", {{"dtype", keras_dtype_name(to)}}, {value});
  };
  Val x = keras.input(0);
  if (node.input(0).dtype != type) x = cast("floating", x, type);
  x = keras.helper("divided", "ops.Divide", {{"x2", keys.scale}}, {x});
  x = keras.helper("rounded", "ops.Round", {}, {x});
  if (type != BYOM_FLOAT) x = cast("wide", x, BYOM_FLOAT);  // 16-bit floats do not hold every integer
  if (keys.shifted) x = keras.helper("shifted", "ops.Subtract", {{"x2", keys.negated}}, {x});
  float low = 0, high = 0;
  detail::with_type(Quantized{}, y[0].dtype, [&]<class Q>(std::type_identity<Q>) {
    low = std::numeric_limits<Q>::min(), high = std::numeric_limits<Q>::max();
  });
  x = keras.helper("held", "ops.Clip", {{"x_min", low}, {"x_max", high}}, {x});
  return Vals{keras.layer("ops.Cast", {{"dtype", keras_dtype_name(y[0].dtype)}}, {x})};
}

float rounded_to(std::int32_t type, float x) {
  if (type == BYOM_FLOAT16) return widen(narrow<Half>(x));
  return type == BYOM_BFLOAT16 ? widen(narrow<Bfloat16>(x)) : x;
}

template <class X, class Q>
void quantize(Io& io, const ScalePlaces& places, std::int32_t type) {
  std::vector<float> scales = numbers_of<float>(io, 1);
  for (float& scale : scales) scale = rounded_to(type, scale);
  const std::vector<std::int64_t> zeros = zero_points_of(io, 2, scales.size());
  const auto x = io.in<X>(0);
  const auto y = io.out<Q>(0);
  parallel_for(x.size(), 1 << 14, [&](std::uint64_t begin, std::uint64_t end) {
    places.each(begin, end, [&](std::uint64_t i, std::uint64_t s) {
      const float quotient = rounded_to(type, rounded_to(type, static_cast<float>(widen(x[i]))) / scales[s]);
      const double sum = std::nearbyint(static_cast<double>(quotient)) + static_cast<double>(zeros[s]);
      constexpr double low = std::numeric_limits<Q>::min(), high = std::numeric_limits<Q>::max();
      y[i] = std::isnan(sum) ? Q{0} : static_cast<Q>(std::min(std::max(sum, low), high));
    });
  });
}

Result<Done> compute(const Node& node, Io& io) {
  ignore_types(node);
  BYOM_TRY(const Scaling scaling, scaling_of(node));
  BYOM_TRY(const std::int32_t type, division_type(node));
  const ScalePlaces places(scaling, io.shape(0));
  return with_type<Types<float, Half, Bfloat16, std::int32_t>>(
      io.dtype(0), [&]<class X>(std::type_identity<X>) {
        static_cast<void>(with_type<Quantized>(
            io.out_dtype(0), [&]<class Q>(std::type_identity<Q>) { quantize<X, Q>(io, places, type); }));
      });
}
}  // namespace

BYOM_OP(quantize_linear) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_quantize_linear
