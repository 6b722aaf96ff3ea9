// Conv2DTranspose: Keras's transposed convolution over 2 spatial axes.
#include "plugins/builtin_ops/shared/transposed_layer.hpp"

namespace byom::op_keras_conv2d_transpose {

BYOM_OP(keras_conv2d_transpose) {
  return byom::transposed_convolution_layer(2);
}

}  // namespace byom::op_keras_conv2d_transpose
