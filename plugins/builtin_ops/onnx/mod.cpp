// Mod: the remainder of A / B, broadcast.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_mod {
namespace {

Schema schema() {
  Schema s = binary_schema("Mod", {10, 13},
                           "The remainder of A / B, with the sign of B, or with fmod that of A.", numeric);
  s.attr("fmod", std::int64_t{0}, "1: the remainder has the sign of A; floating numbers demand it");
  s.example("sign of the divisor", {},
            {tensor<std::int32_t>({4}, {5, -5, 5, -5}), tensor<std::int32_t>({4}, {3, 3, -3, -3})},
            {tensor<std::int32_t>({4}, {2, 1, -1, -2})});
  s.example("sign of the dividend", {{"fmod", std::int64_t{1}}},
            {tensor<float>({4}, {5.5F, -5.5F, 5.5F, 0}), tensor<float>({}, {-3})},
            {tensor<float>({4}, {2.5F, -2.5F, 2.5F, 0})});
  s.example("integers, sign of the dividend", {{"fmod", std::int64_t{1}}},
            {tensor<std::int64_t>({2}, {-7, 7}), tensor<std::int64_t>({1}, {3})},
            {tensor<std::int64_t>({2}, {-1, 1})});
  return s;
}

Result<Descs> infer(const Node& node) {
  if (is_floating(node.input(0).dtype) && node.integer("fmod") != 1)
    return Node::fail("of floating numbers it needs the attribute fmod=1");
  return infer_binary(node);
}

// Keras's Mod has the sign of the divisor: that of magnitudes gets the dividend's sign back.
Result<Vals> translate(const Node& node, Keras& keras) {
  if (node.integer("fmod") == 0)
    return translate_binary(node, keras, {.operation = "ops.Mod", .trains = false});
  const Desc b = node.input(1);
  BYOM_TRY(const Val any, first_activation(node, keras));
  BYOM_TRY(const Val a, operand(node, keras, 0, any, "dividend"));
  const Val magnitude = keras.helper("magnitude", "ops.Absolute", {}, {a}),
            sign = keras.helper("sign", "ops.Sign", {}, {a});
  Val rest;
  if (b.known && element_count(*b.known) == 1 && b.rank() <= node.input(0).rank()) {
    const double divisor = std::fabs(first_element(*b.known));
    const AttrValue key = is_floating(b.dtype) ? AttrValue(static_cast<float>(divisor))
                                               : AttrValue(static_cast<std::int64_t>(divisor));
    rest = keras.helper("rest", "ops.Mod", {{"x2", key}}, {magnitude});
  } else {
    BYOM_TRY(const Val divisor, operand(node, keras, 1, any, "divisor"));
    rest = keras.helper("rest", "ops.Mod", {},
                        {magnitude, keras.helper("divisor_magnitude", "ops.Absolute", {}, {divisor})});
  }
  return Vals{keras.layer("ops.Multiply", {}, {rest, sign})};
}

Result<Done> compute(const Node& node, Io& io) {
  if (node.integer("fmod") == 1) return combine_inputs<AllNumbers>(io, arithmetic::Remainder());
  return combine_inputs<AllNumbers>(io, arithmetic::Modulo());
}
}  // namespace

BYOM_OP(mod) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_mod
