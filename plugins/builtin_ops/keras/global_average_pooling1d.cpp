// GlobalAveragePooling1D: the mean of all cells of a channel, over 1 spatial axis.
#include "plugins/builtin_ops/shared/global_pooling.hpp"

namespace byom::op_keras_global_average_pooling1d {

BYOM_OP(keras_global_average_pooling1d) {
  return byom::global_pooling_layer(true, 1);
}

}  // namespace byom::op_keras_global_average_pooling1d
