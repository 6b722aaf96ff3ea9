// Sub: A - B, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_sub {
namespace {

Schema schema() {
  Schema s = binary_schema("Sub", {7, 13, 14}, "A - B.", numeric);
  s.example("both stretch", {}, {tensor<float>({2, 1}, {1, 2}), tensor<float>({1, 2}, {10, 20})},
            {tensor<float>({2, 2}, {-9, -19, -8, -18})});
  s.example("unsigned wraps", {}, {tensor<std::uint8_t>({1}, {0}), tensor<std::uint8_t>({}, {1})},
            {tensor<std::uint8_t>({1}, {255})});
  s.example("a number", {}, {tensor<float>({2}, {1, 2}), tensor<float>({}, {0.5F})},
            {tensor<float>({2}, {0.5F, 1.5F})});
  return s;
}

Result<Descs> infer(const Node& node) {
  return infer_binary(node, 0, [](const Dim& a, const Dim& b) -> std::optional<Dim> { return a - b; });
}

std::optional<Val> number(Keras& keras, Val x, float constant, bool first) {
  return first ? rescaled(keras, x, -1, constant) : rescaled(keras, x, 1, -constant);
}

Result<Done> compute(const Node&, Io& io) {
  return combine_inputs<AllNumbers>(io, arithmetic::Minus());
}
}  // namespace

BYOM_OP(sub) {
  return Op(schema())
      .infer(infer)
      .translate(translates_to({.operation = "ops.Subtract", .merge = "Subtract", .number = number}))
      .kernel(compute);
}

}  // namespace byom::op_sub
