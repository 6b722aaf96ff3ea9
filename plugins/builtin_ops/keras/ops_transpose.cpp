// ops.Transpose: the axes in any other order, the batch included.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/axis_order.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"

namespace byom::op_keras_ops_transpose {
namespace {

Schema schema() {
  Schema s = keras_layer("ops.Transpose");
  s.doc("The tensor with its axes in another order.").layout(Layout::attribute);
  s.input("x", any_type, "any shape").output("outputs", "axis a is axis axes[a] of x");
  s.attr_of(BYOM_ATTR_INTS, "axes", "a permutation of all axes");
  s.example("the batch moves", {{"axes", std::vector<std::int64_t>{1, 2, 0}}},
            {tensor<float>({2, 1, 3}, {1, 2, 3, 4, 5, 6})}, {tensor<float>({1, 3, 2}, {1, 4, 2, 5, 3, 6})});
  return s;
}

Result<Descs> infer(const Node& node) {
  return reordered(node, node.integers("axes"));
}

Result<Done> compute(const Node& node, Io& io) {
  return reorder_elements(io, node.integers("axes"));
}
}  // namespace

BYOM_OP(keras_ops_transpose) {
  return Op(schema()).infer(infer).kernel(compute).layer(operation_form(
      numpy_operations, "Transpose", {{"axes", "None"}}, "(ops or tf).transpose(x, self.axes)"));
}

}  // namespace byom::op_keras_ops_transpose
