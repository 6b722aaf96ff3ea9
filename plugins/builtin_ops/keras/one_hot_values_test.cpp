// OneHotValues: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("OneHotValues: a class of ours in both dialects") {
  CHECK(form("OneHotValues", 3) == "custom OneHotValues");
  CHECK(form("OneHotValues", 2) == "custom OneHotValues");
}

TEST_CASE("OneHotValues: the new axis may stand in the middle") {
  OneNode node("OneHotValues", 1, "keras");
  node.input(tensor<std::int32_t>({1, 2}, {1, 0})).attr("num_classes", 2).attr("axis", 1);
  node.attr("values", tensor<float>({2}, {0, 1}));
  CHECK(near(node.run().value()[0], tensor<float>({1, 2, 2}, {0, 1, 1, 0})));
}
