// Mul: A * B, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_mul {
namespace {

Schema schema() {
  Schema s = binary_schema("Mul", {7, 13, 14}, "A * B.", numeric);
  s.example("both stretch", {}, {tensor<float>({2, 1}, {1, 2}), tensor<float>({1, 2}, {10, 20})},
            {tensor<float>({2, 2}, {10, 20, 20, 40})});
  s.example("a scalar and nothing", {}, {tensor<float>({0}, {}), tensor<float>({}, {3})},
            {tensor<float>({0}, {})});
  s.example("a number", {}, {tensor<float>({2}, {1, -2}), tensor<float>({1}, {3})},
            {tensor<float>({2}, {3, -6})});
  return s;
}

Result<Descs> infer(const Node& node) {
  return infer_binary(node, 0, [](const Dim& a, const Dim& b) -> std::optional<Dim> { return a * b; });
}

std::optional<Val> number(Keras& keras, Val x, float scale, bool) {
  return rescaled(keras, x, scale, 0);
}

Result<Done> compute(const Node&, Io& io) {
  return combine_inputs<AllNumbers>(io, arithmetic::Times());
}
}  // namespace

BYOM_OP(mul) {
  return Op(schema())
      .infer(infer)
      .translate(translates_to(
          {.operation = "ops.Multiply", .merge = "Multiply", .swapped = "ops.Multiply", .number = number}))
      .kernel(compute);
}

}  // namespace byom::op_mul
