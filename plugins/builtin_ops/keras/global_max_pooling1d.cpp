// GlobalMaxPooling1D: the largest cell of a channel, over 1 spatial axis.
#include "plugins/builtin_ops/shared/global_pooling.hpp"

namespace byom::op_keras_global_max_pooling1d {

BYOM_OP(keras_global_max_pooling1d) {
  return byom::global_pooling_layer(false, 1);
}

}  // namespace byom::op_keras_global_max_pooling1d
