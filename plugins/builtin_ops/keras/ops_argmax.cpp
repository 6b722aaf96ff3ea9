// ops.Argmax: where the largest element along an axis stands, the first of equals.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/extreme_position.hpp"

namespace byom::op_keras_ops_argmax {
namespace {

Schema schema() {
  Schema s = keras_layer("ops.Argmax");
  s.doc("The position of the largest element along an axis, the first of equals.");
  s.example("last axis", {{"axis", -1}}, {tensor<float>({2, 2}, {1, 2, 4, 3})},
            {tensor<std::int32_t>({2}, {1, 0})});
  s.example("equals, kept", {{"axis", 0}, {"keepdims", true}}, {tensor<float>({3}, {7, 7, 7})},
            {tensor<std::int32_t>({1}, {0})});
  return s;
}

}  // namespace

BYOM_OP(keras_ops_argmax) {
  return position_operation(schema(), "Argmax", "argmax", [](auto a, auto b) { return a > b; });
}

}  // namespace byom::op_keras_ops_argmax
