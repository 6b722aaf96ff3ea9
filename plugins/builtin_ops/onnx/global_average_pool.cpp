// GlobalAveragePool: the mean of all cells of a channel.
#include "plugins/builtin_ops/shared/global_pooling.hpp"

namespace byom::op_global_average_pool {

BYOM_OP(global_average_pool) {
  return byom::global_pool(true);
}

}  // namespace byom::op_global_average_pool
