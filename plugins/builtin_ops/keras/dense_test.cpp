// Dense: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Dense: a layer of both dialects") {
  CHECK(form("Dense", 3) == "layer keras.layers.Dense");
  CHECK(form("Dense", 2) == "layer keras.layers.Dense");
}

TEST_CASE("Dense: several rows and a width beyond one block of columns") {
  std::vector<float> kernel(2 * 70), expected(2 * 70);
  for (std::size_t j = 0; j < 70; ++j) {
    kernel[j] = static_cast<float>(j);
    kernel[70 + j] = 1;
    expected[j] = static_cast<float>(2 * j + 3);
    expected[70 + j] = static_cast<float>(5) - static_cast<float>(j);
  }
  OneNode node("Dense", 1, "keras");
  node.input(tensor<float>({2, 2}, {2, 3, -1, 5})).constant(tensor<float>({2, 70}, kernel));
  node.attr("units", 70).attr("use_bias", false);
  CHECK(near(node.run().value()[0], tensor<float>({2, 70}, expected)));
}

TEST_CASE("Dense: a kernel of other extents is refused") {
  OneNode node("Dense", 1, "keras");
  node.input(tensor<float>({1, 2}, {1, 2})).constant(tensor<float>({3, 1}, {1, 2, 3}));
  node.attr("units", 1).attr("use_bias", false);
  const auto result = node.run();
  REQUIRE(!result.ok());
  CHECK(result.error().text.find("the kernel's shape does not fit the input and units") != std::string::npos);
}
