// GlobalMaxPool: the largest cell of a channel.
#include "plugins/builtin_ops/shared/global_pooling.hpp"

namespace byom::op_global_max_pool {

BYOM_OP(global_max_pool) {
  return byom::global_pool(false);
}

}  // namespace byom::op_global_max_pool
