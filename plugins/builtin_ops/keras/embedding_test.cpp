// Embedding: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("Embedding: one layer class in both dialects") {
  CHECK(byom::testing::form("Embedding", 3) == "layer keras.layers.Embedding");
  CHECK(byom::testing::form("Embedding", 2) == "layer keras.layers.Embedding");
}

TEST_CASE("Embedding: an index outside the table is refused with both numbers") {
  byom::testing::OneNode node("Embedding", 1, "keras");
  node.attr("input_dim", 2).attr("output_dim", 1);
  node.input(byom::tensor<std::int32_t>({1}, {2})).input(byom::tensor<float>({2, 1}, {5, 6}));
  const auto computed = node.run();
  REQUIRE_FALSE(computed.ok());
  CHECK(computed.error().text.find("index 2 is outside the table of 2 rows") != std::string::npos);
}
