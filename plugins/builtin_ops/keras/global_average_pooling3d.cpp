// GlobalAveragePooling3D: the mean of all cells of a channel, over 3 spatial axes.
#include "plugins/builtin_ops/shared/global_pooling.hpp"

namespace byom::op_keras_global_average_pooling3d {

BYOM_OP(keras_global_average_pooling3d) {
  return byom::global_pooling_layer(true, 3);
}

}  // namespace byom::op_keras_global_average_pooling3d
