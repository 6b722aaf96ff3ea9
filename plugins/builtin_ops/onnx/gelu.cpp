// Gelu: x times the normal distribution's cumulative probability of x.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_gelu {
namespace {

Schema schema() {
  Schema s = unary_schema("Gelu", {20}, "x * P(X <= x) of the normal distribution.", floating);
  s.attr("approximate", "none", "none: by the error function; tanh: by the hyperbolic tangent");
  s.example("exact", {}, {tensor<float>({3}, {-1, 0, 1})},
            {tensor<float>({3}, {-0.15865526F, 0, 0.8413447F})});
  s.example("tanh", {{"approximate", "tanh"}}, {tensor<float>({3}, {-1, 0, 1})},
            {tensor<float>({3}, {-0.15880801F, 0, 0.841192F})});
  return s;
}

Result<bool> approximates(const Node& node) {
  const std::string how = node.string("approximate");
  if (how != "none" && how != "tanh")
    return Node::fail("attribute 'approximate' has the unknown value '" + how + "'");
  return how == "tanh";
}

Result<Descs> infer(const Node& node) {
  BYOM_CHECK_OK(approximates(node));
  return same_as_first(node);
}

// The exact form is an activation of both Kerases.
Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const bool tanh, approximates(node));
  if (!tanh) return Vals{keras.layer("Activation", {{"activation", "gelu"}}, {keras.input(0)})};
  return Vals{keras.layer("ops.Gelu", {{"approximate", true}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const bool tanh, approximates(node));
  if (tanh) return map_each<AllFloats>(io, [](auto x) { return activations::tanh_gelu(x); });
  return map_each<AllFloats>(io, [](auto x) { return activations::gelu(x); });
}
}  // namespace

BYOM_OP(gelu) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_gelu
