// ops.LogicalNot: Keras's operation of that name, element by element.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_logical_not {
namespace {

Schema schema() {
  Schema s = operation_schema("LogicalNot", "True where the element is false.", "bool");
  s.example("both", {}, {tensor<bool>({2}, {true, false})}, {tensor<bool>({2}, {false, true})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_elements<Types<bool>>(io, [](bool x) { return !x; });
}
}  // namespace

BYOM_OP(keras_ops_logical_not) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "LogicalNot", "(ops or tf).logical_not(x)"));
}

}  // namespace byom::op_keras_ops_logical_not
