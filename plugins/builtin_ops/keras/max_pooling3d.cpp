// MaxPooling3D: the largest elements of windows over 3 spatial axes.
#include "plugins/builtin_ops/shared/pooling_layer.hpp"

namespace byom::op_keras_max_pooling3d {

BYOM_OP(keras_max_pooling3d) {
  return byom::max_pooling_layer(3);
}

}  // namespace byom::op_keras_max_pooling3d
