// AveragePooling1D: the means of windows over 1 spatial axis.
#include "plugins/builtin_ops/shared/pooling_layer.hpp"

namespace byom::op_keras_average_pooling1d {

BYOM_OP(keras_average_pooling1d) {
  return byom::average_pooling_layer(1);
}

}  // namespace byom::op_keras_average_pooling1d
