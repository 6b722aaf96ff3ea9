// AveragePooling2D: the means of windows over 2 spatial axes.
#include "plugins/builtin_ops/shared/pooling_layer.hpp"

namespace byom::op_keras_average_pooling2d {

BYOM_OP(keras_average_pooling2d) {
  return byom::average_pooling_layer(2);
}

}  // namespace byom::op_keras_average_pooling2d
