// Cast: the elements in another type.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/casting.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_cast {
namespace {

Schema schema() {
  Schema s = onnx("Cast", {6, 9, 13, 19, 21, 23, 24, 25});
  s.doc("The elements in the type `to`.").layout(Layout::transparent);
  s.input("input", convertible, "any shape").output("output", "the shape of the input");
  s.attr_of(BYOM_ATTR_INT, "to", "a number of TensorProto.DataType");
  s.attr("saturate", std::int64_t{1}, "for 8-bit floats, which Keras lacks").from(19);
  s.attr("round_mode", "up", "for 8-bit exponents, which Keras lacks").from(24);
  s.example("to integers: fractions are cut", {{"to", BYOM_INT32}},
            {tensor<float>({4}, {-1.9F, 1.9F, -0.5F, 3})}, {tensor<std::int32_t>({4}, {-1, 1, 0, 3})});
  s.example("to truth", {{"to", BYOM_BOOL}}, {tensor<float>({3}, {0, -0.0F, 0.1F})},
            {tensor<bool>({3}, {false, false, true})});
  s.example("from truth", {{"to", BYOM_FLOAT}}, {tensor<bool>({2}, {true, false})},
            {tensor<float>({2}, {1, 0})});
  // 2049 lies half way between 2048 and 2050, 2051 between 2050 and 2052: ties go to even.
  s.example("to float16", {{"to", BYOM_FLOAT16}}, {tensor<float>({3}, {2049, 2051, 1e6F})},
            {tensor<Half>({3}, {Half{0x6800}, Half{0x6802}, Half{0x7C00}})});
  s.example("from bfloat16", {{"to", BYOM_DOUBLE}},
            {tensor<Bfloat16>({2}, {Bfloat16{0x3FC0}, Bfloat16{0xFF80}})},
            {tensor<double>({2}, {1.5, -std::numeric_limits<double>::infinity()})});
  s.example("integers wrap", {{"to", BYOM_UINT8}}, {tensor<std::int64_t>({2}, {257, -1})},
            {tensor<std::uint8_t>({2}, {1, 255})});
  return s;
}

Result<Descs> infer(const Node& node) {
  return cast_desc(node.input(0), static_cast<std::int32_t>(node.integer("to")));
}

void ignore_small_floats(const Node& node) {
  node.ignore("saturate", "only 8-bit floats saturate");
  node.ignore("round_mode", "only 8-bit exponents are rounded so");
}

Result<Vals> translate(const Node& node, Keras& keras) {
  ignore_small_floats(node);
  const auto to = static_cast<std::int32_t>(node.integer("to"));
  if (node.input(0).dtype == to) return Vals{keras.input(0)};
  return Vals{keras.layer("ops.Cast", {{"dtype", keras_dtype_name(to)}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("to", "the output has that type");
  ignore_small_floats(node);
  return cast_elements(io);
}
}  // namespace

BYOM_OP(cast) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_cast
