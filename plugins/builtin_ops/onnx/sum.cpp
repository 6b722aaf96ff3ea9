// Sum: all inputs added, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/variadic.hpp"

namespace byom::op_sum {
namespace {

Schema schema() {
  Schema s = variadic_schema("Sum", {6, 8, 13}, "All inputs added.", floating);
  s.example("one input", {}, {tensor<float>({2}, {1, -2})}, {tensor<float>({2}, {1, -2})});
  s.example("three, broadcast", {},
            {tensor<float>({2, 1}, {1, 2}), tensor<float>({}, {100}), tensor<float>({1, 2}, {10, 20})},
            {tensor<float>({2, 2}, {111, 121, 112, 122})});
  return s;
}

std::optional<Val> number(Keras& keras, Val x, float offset, bool) {
  return rescaled(keras, x, 1, offset);
}

Result<Done> compute(const Node&, Io& io) {
  return fold_inputs<AllFloats>(io, arithmetic::Plus());
}
}  // namespace

BYOM_OP(sum) {
  return Op(schema())
      .infer([](const Node& node) { return infer_variadic(node); })
      .translate(folds_to({.operation = "ops.Add",
                           .merge = "Add",
                           .swapped = "ops.Add",
                           .few_first = true,
                           .number = number}))
      .kernel(compute);
}

}  // namespace byom::op_sum
