// Conv2D: Keras's convolution over 2 spatial axes.
#include "plugins/builtin_ops/shared/convolution_layer.hpp"

namespace byom::op_keras_conv2d {

BYOM_OP(keras_conv2d) {
  return byom::convolution_layer(2);
}

}  // namespace byom::op_keras_conv2d
