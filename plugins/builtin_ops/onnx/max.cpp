// Max: the largest of all inputs, element by element, broadcast.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/variadic.hpp"

namespace byom::op_max {
namespace {

Schema schema() {
  Schema s = variadic_schema("Max", {6, 8, 12, 13},
                             "The largest of all inputs, element by element; NaN where one is.", numeric);
  s.example("three, broadcast", {},
            {tensor<float>({2, 1}, {3, 4}), tensor<float>({}, {3}), tensor<float>({1, 2}, {3, 5})},
            {tensor<float>({2, 2}, {3, 5, 4, 5})});
  s.example("NaN", {}, {tensor<float>({3}, {NAN, 2, 2}), tensor<float>({3}, {1, NAN, 7})},
            {tensor<float>({3}, {NAN, NAN, 7})});
  s.example("one input of integers", {}, {tensor<std::uint8_t>({2}, {0, 255})},
            {tensor<std::uint8_t>({2}, {0, 255})});
  return s;
}

Result<Descs> infer(const Node& node) {
  return infer_variadic(node, [](const Dim& a, const Dim& b) -> std::optional<Dim> { return max(a, b); });
}

// The larger of x and 0 is a layer of both Kerases.
std::optional<Val> number(Keras& keras, Val x, float bound, bool) {
  return bound == 0 ? std::optional(keras.layer("ReLU", {}, {x})) : std::nullopt;
}

Result<Done> compute(const Node&, Io& io) {
  return fold_inputs<AllNumbers>(io, arithmetic::Larger());
}
}  // namespace

BYOM_OP(max) {
  return Op(schema())
      .infer(infer)
      .translate(folds_to(
          {.operation = "ops.Maximum", .merge = "Maximum", .swapped = "ops.Maximum", .number = number}))
      .kernel(compute);
}

}  // namespace byom::op_max
