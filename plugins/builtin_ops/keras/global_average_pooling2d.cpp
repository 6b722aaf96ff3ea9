// GlobalAveragePooling2D: the mean of all cells of a channel, over 2 spatial axes.
#include "plugins/builtin_ops/shared/global_pooling.hpp"

namespace byom::op_keras_global_average_pooling2d {

BYOM_OP(keras_global_average_pooling2d) {
  return byom::global_pooling_layer(true, 2);
}

}  // namespace byom::op_keras_global_average_pooling2d
