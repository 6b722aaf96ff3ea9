// MaxPooling1D: the largest elements of windows over 1 spatial axis.
#include "plugins/builtin_ops/shared/pooling_layer.hpp"

BYOM_OP(keras_max_pooling1d) {
  return byom::max_pooling_layer(1);
}
