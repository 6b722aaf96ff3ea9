// PRelu: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("PRelu: slopes of any layout are the weight of Keras's PReLU, shared where there is one") {
  const auto x = tensor<float>({1, 2, 1, 2}, {-1, 2, -3, -4});
  const auto layers = [&](std::vector<std::int64_t> shape, const std::vector<float>& slopes) {
    OneNode node("PRelu", 16);
    node.input(x).constant(tensor<float>(std::move(shape), slopes)).free_batch();
    CHECK(near(node.run_converted().value()[0], node.run().value()[0]));
    return node.layers().value();
  };
  CHECK(layers({2, 1, 1}, {0.5F, 2}) == "PReLU{shared_axes=[2,3]}");
  CHECK(layers({1, 2, 1, 1}, {0.5F, 2}) == "PReLU{shared_axes=[2,3]}");
  CHECK(layers({1}, {0.5F}) == "PReLU{shared_axes=[1,2,3]}");
  CHECK(layers({2, 1, 2}, {1, 2, 3, 4}) == "PReLU{shared_axes=[2]}");
}

TEST_CASE("PRelu: computed slopes, and slopes of each sample, have no Keras layer") {
  OneNode computed("PRelu", 16), samples("PRelu", 16);
  computed.input(tensor<float>({1, 1}, {-1})).input(tensor<float>({1}, {2}));
  samples.input(tensor<float>({2, 1}, {-1, -1})).constant(tensor<float>({2, 1}, {2, 3}));
  CHECK(computed.refusal() ==
        "PRelu node 'n0' (output 'out0'): its slopes are computed by the model; Keras's PReLU "
        "trains constants");
  CHECK(samples.refusal() ==
        "PRelu node 'n0' (output 'out0'): it has slopes for each sample, and Keras's PReLU has none");
}
