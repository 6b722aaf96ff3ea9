// ops.Triu: upper triangles of matrices.
#include "plugins/builtin_ops/shared/triangle.hpp"

BYOM_OP(keras_ops_triu) {
  return byom::triangle_operation(true);
}
