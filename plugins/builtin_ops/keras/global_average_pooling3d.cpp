// GlobalAveragePooling3D: the mean of all cells of a channel, over 3 spatial axes.
#include "plugins/builtin_ops/shared/global_pooling.hpp"

BYOM_OP(keras_global_average_pooling3d) {
  return byom::global_pooling_layer(true, 3);
}
