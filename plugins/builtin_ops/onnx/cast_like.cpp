// CastLike: the elements in the type of another tensor.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/casting.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_cast_like {
namespace {

Schema schema() {
  Schema s = onnx("CastLike", {15, 19, 21, 23, 24, 25});
  s.doc("The elements of the input in the type of target_type, whose values do not matter.");
  s.input("input", convertible, "any shape").input("target_type", convertible, "any shape");
  s.output("output", "the shape of the input");
  s.attr("saturate", std::int64_t{1}, "for 8-bit floats, which Keras lacks").from(19);
  s.attr("round_mode", "up", "for 8-bit exponents, which Keras lacks").from(24);
  s.example("to integers", {}, {tensor<float>({2}, {-1.5F, 2.5F}), tensor<std::int64_t>({1}, {9})},
            {tensor<std::int64_t>({2}, {-1, 2})});
  s.example("the same type", {}, {tensor<float>({1}, {0.5F}), tensor<float>({0}, {})},
            {tensor<float>({1}, {0.5F})});
  return s;
}

Result<Descs> infer(const Node& node) {
  return cast_desc(node.input(0), node.input(1).dtype);
}

void ignore_small_floats(const Node& node) {
  node.ignore("saturate", "only 8-bit floats saturate");
  node.ignore("round_mode", "only 8-bit exponents are rounded so");
}

Result<Vals> translate(const Node& node, Keras& keras) {
  ignore_small_floats(node);
  const std::int32_t to = node.input(1).dtype;
  if (node.input(0).dtype == to) return Vals{keras.input(0)};
  return Vals{keras.layer("ops.Cast", {{"dtype", keras_dtype_name(to)}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  ignore_small_floats(node);
  return cast_elements(io);
}
}  // namespace

BYOM_OP(cast_like) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_cast_like
