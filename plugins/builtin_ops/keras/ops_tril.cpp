// ops.Tril: lower triangles of matrices.
#include "plugins/builtin_ops/shared/triangle.hpp"

namespace byom::op_keras_ops_tril {

BYOM_OP(keras_ops_tril) {
  return byom::triangle_operation(false);
}

}  // namespace byom::op_keras_ops_tril
