// Conv1DTranspose: Keras's transposed convolution over 1 spatial axis.
#include "plugins/builtin_ops/shared/transposed_layer.hpp"

namespace byom::op_keras_conv1d_transpose {

BYOM_OP(keras_conv1d_transpose) {
  return byom::transposed_convolution_layer(1);
}

}  // namespace byom::op_keras_conv1d_transpose
