// Neg: minus the element.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_neg {
namespace {

Schema schema() {
  Schema s = unary_schema("Neg", {6, 13}, "Minus the element.",
                          "float,double,float16,bfloat16,int8,int16,int32,int64");
  s.example("both signs", {}, {tensor<float>({2}, {-2, 3})}, {tensor<float>({2}, {2, -3})});
  s.example("the lowest integer stays", {}, {tensor<std::int8_t>({2}, {-128, 5})},
            {tensor<std::int8_t>({2}, {-128, -5})});
  return s;
}

// Rescaling is a layer of both Kerases, but of floating numbers only.
Result<Vals> translate(const Node& node, Keras& keras) {
  if (is_floating(node.input(0).dtype)) return Vals{rescaled(keras, keras.input(0), -1, 0)};
  return Vals{keras.layer("ops.Negative", {}, {keras.input(0)})};
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllNumbers>(io, arithmetic::Negated());
}
}  // namespace

BYOM_OP(neg) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_neg
