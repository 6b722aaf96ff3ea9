// Conv3DTranspose: Keras's transposed convolution over 3 spatial axes.
#include "plugins/builtin_ops/shared/transposed_layer.hpp"

BYOM_OP(keras_conv3d_transpose) {
  return byom::transposed_convolution_layer(3);
}
