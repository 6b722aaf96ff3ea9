// ops.Sign: Keras's operation of that name, element by element.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_sign {
namespace {

Schema schema() {
  Schema s = operation_schema("Sign", "-1, 0 or 1.", numeric);
  s.example("around zero", {}, {tensor<float>({3}, {-2, 0, 0.1F})}, {tensor<float>({3}, {-1, 0, 1})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllNumbers>(io, [](auto x) { return static_cast<decltype(x)>((x > 0) - (x < 0)); });
}
}  // namespace

BYOM_OP(keras_ops_sign) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Sign", "(ops or tf).sign(x)"));
}

}  // namespace byom::op_keras_ops_sign
