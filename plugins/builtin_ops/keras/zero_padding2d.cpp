// ZeroPadding2D: rows and columns of zeros round a channels-first image.
#include "plugins/builtin_ops/shared/padding_layer.hpp"

namespace byom::op_keras_zero_padding2d {

BYOM_OP(keras_zero_padding2d) {
  return byom::zero_padding_layer(2);
}

}  // namespace byom::op_keras_zero_padding2d
