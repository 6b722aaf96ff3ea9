// ops.Triu: upper triangles of matrices.
#include "plugins/builtin_ops/shared/triangle.hpp"

namespace byom::op_keras_ops_triu {

BYOM_OP(keras_ops_triu) {
  return byom::triangle_operation(true);
}

}  // namespace byom::op_keras_ops_triu
