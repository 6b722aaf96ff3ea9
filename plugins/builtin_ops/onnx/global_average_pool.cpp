// GlobalAveragePool: the mean of all cells of a channel.
#include "plugins/builtin_ops/shared/global_pooling.hpp"

BYOM_OP(global_average_pool) {
  return byom::global_pool(true);
}
