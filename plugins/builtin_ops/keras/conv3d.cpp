// Conv3D: Keras's convolution over 3 spatial axes.
#include "plugins/builtin_ops/shared/convolution_layer.hpp"

namespace byom::op_keras_conv3d {

BYOM_OP(keras_conv3d) {
  return byom::convolution_layer(3);
}

}  // namespace byom::op_keras_conv3d
