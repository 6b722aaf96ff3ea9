// AveragePooling1D: the means of windows over 1 spatial axis.
#include "plugins/builtin_ops/shared/pooling_layer.hpp"

BYOM_OP(keras_average_pooling1d) {
  return byom::average_pooling_layer(1);
}
