// ScatterND: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ScatterND: the last of several updates of one place wins, and products multiply") {
  OneNode node("ScatterND", 13);
  node.input(tensor<float>({2}, {1, 2}))
      .input(tensor<std::int64_t>({2, 1}, {1, 1}))
      .input(tensor<float>({2}, {5, 6}));
  CHECK(near(node.run().value()[0], tensor<float>({2}, {1, 6})));
  OneNode product("ScatterND", 16);
  product.input(tensor<float>({2}, {1, 2})).input(tensor<std::int64_t>({2, 1}, {1, 1}));
  product.input(tensor<float>({2}, {5, 6})).attr("reduction", "mul");
  CHECK(near(product.run().value()[0], tensor<float>({2}, {1, 60})));
}

TEST_CASE("ScatterND: samples have no coordinates, and updates must fit") {
  const std::string where = "ScatterND node 'n0' (output 'out0'): ";
  OneNode node("ScatterND", 13);
  node.input(tensor<float>({1, 2}, {1, 2}))
      .input(tensor<std::int64_t>({1, 1}, {0}))
      .input(tensor<float>({1, 2}, {5, 6}));
  CHECK(node.free_batch().inferred().error().text ==
        where + "it writes to samples by their place: it mixes samples");
  OneNode misfit("ScatterND", 13);
  misfit.input(tensor<float>({2}, {1, 2}))
      .input(tensor<std::int64_t>({1, 1}, {0}))
      .input(tensor<float>({2}, {5, 6}));
  CHECK(misfit.inferred().error().text ==
        where + "its updates do not have the shape that indices and data ask for");
}
