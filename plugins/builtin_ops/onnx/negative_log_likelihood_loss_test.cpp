// NegativeLogLikelihoodLoss: what it refuses, and labels outside the classes.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
OneNode likelihood(const std::vector<std::int64_t>& labels) {
  OneNode node("NegativeLogLikelihoodLoss", 13);
  node.input(tensor<float>({2, 2}, {-1, -2, -3, -4})).input(tensor<std::int64_t>({2}, labels));
  return node;
}
}  // namespace

TEST_CASE("NegativeLogLikelihoodLoss: is left to Keras") {
  CHECK(likelihood({0, 1}).attr("reduction", "none").free_batch().refusal() ==
        "NegativeLogLikelihoodLoss node 'n0' (output 'out0'): it is a loss, and Keras trains with losses of "
        "its "
        "own; convert the model up to the node before it (-p NODE)");
  CHECK(likelihood({0, 1}).free_batch().refusal() ==
        "NegativeLogLikelihoodLoss node 'n0' (output 'out0'): it takes one loss of all samples: it mixes "
        "samples");
  CHECK(likelihood({0, 1}).attr("reduction", "some").refusal() ==
        "NegativeLogLikelihoodLoss node 'n0' (output 'out0'): attribute 'reduction' is 'some'; none, sum and "
        "mean "
        "are possible");
}

TEST_CASE("NegativeLogLikelihoodLoss: a label outside the classes is told, unless it is the ignored one") {
  const auto told = likelihood({0, 7}).run();
  REQUIRE(!told.ok());
  CHECK(told.error().text.find("a label is 7, of 2 classes") != std::string::npos);
  OneNode ignored = likelihood({0, 7});
  ignored.attr("ignore_index", std::int64_t{7}).attr("reduction", "none");
  CHECK(near(ignored.run().value()[0], tensor<float>({2}, {1, 0})));
}
