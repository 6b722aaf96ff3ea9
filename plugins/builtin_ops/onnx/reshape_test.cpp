// Reshape: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
OneNode reshape(std::vector<std::int64_t> from, const std::vector<std::int64_t>& to,
                std::int64_t opset = 13) {
  std::int64_t n = 1;
  for (const std::int64_t extent : from) n *= extent;
  OneNode node("Reshape", opset);
  node.input(tensor<float>(std::move(from), std::vector<float>(static_cast<std::size_t>(n))));
  node.constant(tensor<std::int64_t>({static_cast<std::int64_t>(to.size())}, to)).free_batch();
  return node;
}
const std::string where = "Reshape node 'n0' (output 'out0'): ";
}  // namespace

TEST_CASE("Reshape: a target exported for one sample is set free where samples keep their boundaries") {
  CHECK(reshape({1, 2, 6}, {1, -1, 4}).inferred().value() == "float[N,3,4]");
  CHECK(reshape({1, 2, 6}, {1, -1, 4}).layers().value() == "Reshape{target_shape=[3,4]}");
  CHECK(reshape({1, 12, 4}, {12, 4}).inferred().value() == "float[12*N,4]");
  CHECK(reshape({1, 12, 4}, {12, 4}).layers().value() == "ops.Reshape{newshape=[-1,4]}");
  CHECK(reshape({1, 6}, {-1, 6}).layers().value().empty());
  CHECK(reshape({1, 6}, {0, 2, 3}).inferred().value() == "float[N,2,3]");
}

TEST_CASE("Reshape: allowzero makes 0 an extent") {
  OneNode node("Reshape", 14);
  node.input(tensor<float>({2, 0}, {})).constant(tensor<std::int64_t>({2}, {0, 5})).attr("allowzero", 1);
  CHECK(near(node.run().value()[0], tensor<float>({0, 5}, {})));
}

TEST_CASE("Reshape: targets that hold no one sample are refused") {
  CHECK(reshape({1, 6}, {4}).refusal() ==
        where + "its constant target [4] does not fit one sample of the data [N,6]");
  CHECK(reshape({1, 6}, {4, -1}).refusal() ==
        where + "its constant target [4,-1] does not fit one sample of the data [N,6]");
  CHECK(reshape({1, 6}, {-1, -1}).refusal() == where + "input 'shape' has more than one -1");
  CHECK(reshape({1, 6}, {-2, 3}).refusal() == where + "input 'shape' has the extent -2");
  CHECK(reshape({1, 6}, {1, 6, 0}).refusal() == where + "input 'shape' copies axis 2, which the data lacks");
}

TEST_CASE("Reshape: a target of another number of elements is told with both shapes") {
  OneNode node("Reshape", 13);
  node.input(tensor<float>({2, 3}, std::vector<float>(6))).constant(tensor<std::int64_t>({2}, {4, -1}));
  CHECK(node.refusal() == where + "its target [4,-1] holds another number of elements than the data [2,3]");
}
