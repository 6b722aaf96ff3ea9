// ops.Flip: one axis backwards.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/slicing.hpp"

namespace byom::op_keras_ops_flip {
namespace {

Schema schema() {
  Schema s = operation_schema("Flip", "x with one axis backwards.", any_type);
  s.layout(Layout::attribute).attr_of(BYOM_ATTR_INT, "axis", "the axis");
  s.example("columns", {{"axis", 1}}, {tensor<float>({2, 2}, {1, 2, 3, 4})},
            {tensor<float>({2, 2}, {2, 1, 4, 3})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const std::int64_t axis,
           checked_axis(node.integer("axis"), static_cast<std::int64_t>(io.shape(0).size())));
  std::vector<Cut> cuts;
  for (const std::int64_t extent : io.shape(0)) cuts.push_back({0, 1, extent, true, false});
  Cut& flipped = cuts[static_cast<std::size_t>(axis)];
  flipped = {flipped.count - 1, -1, flipped.count, false, false};
  return cut_elements(io, cuts);
}
}  // namespace

BYOM_OP(keras_ops_flip) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Flip", {{"axis", "None"}},
                            "ops.flip(x, self.axis) if ops else tf.reverse(x, [self.axis])"));
}

}  // namespace byom::op_keras_ops_flip
