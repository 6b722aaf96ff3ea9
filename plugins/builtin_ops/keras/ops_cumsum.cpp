// ops.Cumsum: sums that grow along an axis.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/running_sum.hpp"

namespace byom::op_keras_ops_cumsum {
namespace {

Schema schema() {
  Schema s = operation_schema("Cumsum", "At each cell of the axis the sum of the cells up to it.",
                              "float,double,float16,bfloat16,int32,int64,uint32,uint64");
  s.layout(Layout::attribute).attr_of(BYOM_ATTR_INT, "axis", "the axis");
  s.example("columns", {{"axis", 1}}, {tensor<float>({2, 2}, {1, 2, 3, 4})},
            {tensor<float>({2, 2}, {1, 3, 3, 7})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const std::int64_t axis,
           checked_axis(node.integer("axis"), static_cast<std::int64_t>(io.shape(0).size())));
  return sum_along(io, static_cast<std::size_t>(axis), false, false);
}
}  // namespace

BYOM_OP(keras_ops_cumsum) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(
          operation_form(numpy_operations, "Cumsum", {{"axis", "None"}}, "(ops or tf).cumsum(x, self.axis)"));
}

}  // namespace byom::op_keras_ops_cumsum
