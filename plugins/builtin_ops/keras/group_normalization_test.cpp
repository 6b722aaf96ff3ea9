// GroupNormalization: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("GroupNormalization: Keras 2.9 has no such layer") {
  CHECK(byom::testing::form("GroupNormalization", 3) == "layer keras.layers.GroupNormalization");
  CHECK(byom::testing::form("GroupNormalization", 2) == "custom ChannelGroupNormalization");
}
