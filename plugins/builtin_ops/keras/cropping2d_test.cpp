// Cropping2D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Cropping2D: a layer of both dialects") {
  CHECK(form("Cropping2D", 3) == "layer keras.layers.Cropping2D");
  CHECK(form("Cropping2D", 2) == "layer keras.layers.Cropping2D");
}

TEST_CASE("Cropping2D: in front and behind by different widths") {
  using byom::AttrValue;
  OneNode node("Cropping2D", 1, "keras");
  node.input(tensor<float>({1, 1, 1, 5}, {1, 2, 3, 4, 5})).attr("data_format", "channels_first");
  node.attr("cropping", AttrValue::List{std::vector<std::int64_t>{0, 0}, std::vector<std::int64_t>{1, 2}});
  CHECK(near(node.run().value()[0], tensor<float>({1, 1, 1, 2}, {2, 3})));
}
