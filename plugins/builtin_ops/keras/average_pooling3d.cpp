// AveragePooling3D: the means of windows over 3 spatial axes.
#include "plugins/builtin_ops/shared/pooling_layer.hpp"

namespace byom::op_keras_average_pooling3d {

BYOM_OP(keras_average_pooling3d) {
  return byom::average_pooling_layer(3);
}

}  // namespace byom::op_keras_average_pooling3d
