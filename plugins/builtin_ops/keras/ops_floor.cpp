// ops.Floor: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_floor {
namespace {

Schema schema() {
  Schema s = operation_schema("Floor", "The largest whole number that is not above the element.", floating);
  s.example("both signs", {}, {tensor<float>({4}, {-1.5F, 1.5F, 2, -0.5F})},
            {tensor<float>({4}, {-2, 1, 2, -1})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::floor(x); });
}
}  // namespace

BYOM_OP(keras_ops_floor) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Floor", "(ops or tf).floor(x)"));
}

}  // namespace byom::op_keras_ops_floor
