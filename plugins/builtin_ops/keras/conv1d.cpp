// Conv1D: Keras's convolution over 1 spatial axis.
#include "plugins/builtin_ops/shared/convolution_layer.hpp"

BYOM_OP(keras_conv1d) {
  return byom::convolution_layer(1);
}
