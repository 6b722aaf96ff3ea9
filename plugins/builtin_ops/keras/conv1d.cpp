// Conv1D: Keras's convolution over 1 spatial axis.
#include "plugins/builtin_ops/shared/convolution_layer.hpp"

namespace byom::op_keras_conv1d {

BYOM_OP(keras_conv1d) {
  return byom::convolution_layer(1);
}

}  // namespace byom::op_keras_conv1d
