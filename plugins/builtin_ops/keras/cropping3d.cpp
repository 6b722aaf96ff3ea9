// Cropping3D: cuts planes, rows and columns off a channels-first volume.
#include "plugins/builtin_ops/shared/padding_layer.hpp"

namespace byom::op_keras_cropping3d {

BYOM_OP(keras_cropping3d) {
  return byom::cropping_layer(3);
}

}  // namespace byom::op_keras_cropping3d
