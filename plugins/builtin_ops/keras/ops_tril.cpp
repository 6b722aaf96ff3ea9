// ops.Tril: lower triangles of matrices.
#include "plugins/builtin_ops/shared/triangle.hpp"

BYOM_OP(keras_ops_tril) {
  return byom::triangle_operation(false);
}
