// Add: A + B, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_add {
namespace {

Schema schema() {
  Schema s = binary_schema("Add", {7, 13, 14}, "A + B.", numeric);
  s.example("both stretch", {}, {tensor<float>({2, 1}, {1, 2}), tensor<float>({1, 2}, {10, 20})},
            {tensor<float>({2, 2}, {11, 21, 12, 22})});
  s.example("integers wrap", {}, {tensor<std::int8_t>({1}, {127}), tensor<std::int8_t>({}, {1})},
            {tensor<std::int8_t>({1}, {-128})});
  return s;
}

Result<Descs> infer(const Node& node) {
  return infer_binary(node, 0, [](const Dim& a, const Dim& b) -> std::optional<Dim> { return a + b; });
}

std::optional<Val> number(Keras& keras, Val x, float offset, bool) {
  return rescaled(keras, x, 1, offset);
}

Result<Done> compute(const Node&, Io& io) {
  return combine_inputs<AllNumbers>(io, arithmetic::Plus());
}
}  // namespace

BYOM_OP(add) {
  return Op(schema())
      .infer(infer)
      .translate(translates_to({.operation = "ops.Add",
                                .merge = "Add",
                                .swapped = "ops.Add",
                                .few_first = true,
                                .number = number}))
      .kernel(compute);
}

}  // namespace byom::op_add
