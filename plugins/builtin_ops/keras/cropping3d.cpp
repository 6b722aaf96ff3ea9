// Cropping3D: cuts planes, rows and columns off a channels-first volume.
#include "plugins/builtin_ops/shared/padding_layer.hpp"

BYOM_OP(keras_cropping3d) {
  return byom::cropping_layer(3);
}
