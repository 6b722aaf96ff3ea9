// Conv3DTranspose: Keras's transposed convolution over 3 spatial axes.
#include "plugins/builtin_ops/shared/transposed_layer.hpp"

namespace byom::op_keras_conv3d_transpose {

BYOM_OP(keras_conv3d_transpose) {
  return byom::transposed_convolution_layer(3);
}

}  // namespace byom::op_keras_conv3d_transpose
