// MaxPooling1D: the largest elements of windows over 1 spatial axis.
#include "plugins/builtin_ops/shared/pooling_layer.hpp"

namespace byom::op_keras_max_pooling1d {

BYOM_OP(keras_max_pooling1d) {
  return byom::max_pooling_layer(1);
}

}  // namespace byom::op_keras_max_pooling1d
