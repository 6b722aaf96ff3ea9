// ZeroPadding3D: planes, rows and columns of zeros round a channels-first volume.
#include "plugins/builtin_ops/shared/padding_layer.hpp"

namespace byom::op_keras_zero_padding3d {

BYOM_OP(keras_zero_padding3d) {
  return byom::zero_padding_layer(3);
}

}  // namespace byom::op_keras_zero_padding3d
