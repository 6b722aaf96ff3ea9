// Mean: the arithmetic mean of all inputs, element by element, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/variadic.hpp"

namespace byom::op_mean {
namespace {

Schema schema() {
  Schema s =
      variadic_schema("Mean", {6, 8, 13}, "The arithmetic mean of all inputs, element by element.", floating);
  s.example("one input", {}, {tensor<float>({2}, {1, -2})}, {tensor<float>({2}, {1, -2})});
  s.example("three, broadcast", {},
            {tensor<float>({2, 1}, {1, 4}), tensor<float>({}, {3}), tensor<float>({1, 2}, {2, 5})},
            {tensor<float>({2, 2}, {2, 3, 3, 4})});
  return s;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  if (node.inputs() == 1) return Vals{keras.input(0)};
  if (const auto all = merged(node, keras, "Average")) return Vals{*all};
  BYOM_TRY(const Val sum,
           folded(node, keras, {.operation = "ops.Add", .merge = "Add", .few_first = true}, "sum"));
  return Vals{rescaled(keras, sum, 1 / static_cast<float>(node.inputs()), 0)};
}

Result<Done> compute(const Node&, Io& io) {
  BYOM_CHECK_OK(fold_inputs<AllFloats>(io, arithmetic::Plus()));
  const std::size_t n = io.inputs();
  return with_type<AllFloats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    for (T& x : io.out<T>(0)) x = narrow<T>(widen(x) / static_cast<float>(n));
  });
}
}  // namespace

BYOM_OP(mean) {
  return Op(schema())
      .infer([](const Node& node) { return infer_variadic(node); })
      .translate(translate)
      .kernel(compute);
}

}  // namespace byom::op_mean
