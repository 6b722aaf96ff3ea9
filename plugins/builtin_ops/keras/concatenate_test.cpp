// Concatenate: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::OneNode;

TEST_CASE("Concatenate: a layer of both dialects") {
  CHECK(form("Concatenate", 3) == "layer keras.layers.Concatenate of a list");
  CHECK(form("Concatenate", 2) == "layer keras.layers.Concatenate of a list");
}

TEST_CASE("Concatenate: the batch cannot be joined") {
  OneNode node("Concatenate", 1, "keras");
  node.input(tensor<float>({1, 1}, {1})).input(tensor<float>({1, 1}, {2})).attr("axis", 0).free_batch();
  const auto inferred = node.inferred();
  REQUIRE(!inferred.ok());
  CHECK(inferred.error().text.find("it joins tensors along their batch: it mixes samples") !=
        std::string::npos);
}
