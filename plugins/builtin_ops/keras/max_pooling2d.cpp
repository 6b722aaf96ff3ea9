// MaxPooling2D: the largest elements of windows over 2 spatial axes.
#include "plugins/builtin_ops/shared/pooling_layer.hpp"

namespace byom::op_keras_max_pooling2d {

BYOM_OP(keras_max_pooling2d) {
  return byom::max_pooling_layer(2);
}

}  // namespace byom::op_keras_max_pooling2d
