// Div: A / B, broadcast; integers are cut toward zero.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_div {
namespace {

Schema schema() {
  Schema s =
      binary_schema("Div", {7, 13, 14}, "A / B; the quotient of integers is cut toward zero.", numeric);
  s.example("broadcast", {}, {tensor<float>({2, 1}, {1, 6}), tensor<float>({2}, {2, 4})},
            {tensor<float>({2, 2}, {0.5F, 0.25F, 3, 1.5F})});
  s.example("by zero", {}, {tensor<float>({3}, {1, -1, 0}), tensor<float>({}, {0})},
            {tensor<float>({3}, {INFINITY, -INFINITY, NAN})});
  s.example("integers", {}, {tensor<std::int32_t>({3}, {7, -7, 6}), tensor<std::int32_t>({1}, {2})},
            {tensor<std::int32_t>({3}, {3, -3, 3})});
  s.example("a number over a tensor", {}, {tensor<float>({}, {3}), tensor<float>({2}, {2, -4})},
            {tensor<float>({2}, {1.5F, -0.75F})});
  return s;
}

std::optional<Dim> values(const Dim& a, const Dim& b) {
  if (b == Dim(0)) return std::nullopt;
  if (a.is_number() && b.is_number()) return Dim(arithmetic::Quotient()(a.number(), b.number()));
  if (b.is_number() && b.number() < 0) return std::nullopt;
  return a / b;
}

std::optional<Val> number(Keras& keras, Val x, float constant, bool first) {
  if (!first)
    return std::isnormal(constant) && std::isnormal(1 / constant)
               ? std::optional(rescaled(keras, x, 1 / constant, 0))
               : std::nullopt;
  if (constant == 1) return keras.layer("ops.Reciprocal", {}, {x});
  return rescaled(keras, keras.helper("reciprocal", "ops.Reciprocal", {}, {x}), constant, 0);
}

// Keras's integer division rounds down: the magnitudes are divided and get their sign back.
Result<Vals> translate_integers(const Node& node, Keras& keras) {
  const Desc a = node.input(0), b = node.input(1);
  const bool one = b.known && element_count(*b.known) == 1 && b.rank() <= a.rank();
  const double divisor = one ? first_element(*b.known) : 0;
  if (divisor < 1)
    return Node::fail(
        "its integers are cut toward zero, which Keras can do only for a positive constant divisor");
  const Attrs config = {{"x2", static_cast<std::int64_t>(divisor)}};
  if (a.dtype == BYOM_UINT8 || a.dtype == BYOM_UINT16 || a.dtype == BYOM_UINT32 || a.dtype == BYOM_UINT64)
    return Vals{keras.layer("ops.FloorDivide", config, {keras.input(0)})};
  const Val magnitude = keras.helper("magnitude", "ops.Absolute", {}, {keras.input(0)});
  const Val sign = keras.helper("sign", "ops.Sign", {}, {keras.input(0)});
  const Val quotient = keras.helper("quotient", "ops.FloorDivide", config, {magnitude});
  return Vals{keras.layer("ops.Multiply", {}, {quotient, sign})};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  if (!is_floating(node.input(0).dtype)) return translate_integers(node, keras);
  return translate_binary(node, keras, {.operation = "ops.Divide", .number = number});
}

Result<Done> compute(const Node&, Io& io) {
  return combine_inputs<AllNumbers>(io, arithmetic::Quotient());
}
}  // namespace

BYOM_OP(div) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary(node, 0, values); })
      .translate(translate)
      .kernel(compute);
}

}  // namespace byom::op_div
