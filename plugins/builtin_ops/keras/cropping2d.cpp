// Cropping2D: cuts rows and columns off a channels-first image.
#include "plugins/builtin_ops/shared/padding_layer.hpp"

namespace byom::op_keras_cropping2d {

BYOM_OP(keras_cropping2d) {
  return byom::cropping_layer(2);
}

}  // namespace byom::op_keras_cropping2d
