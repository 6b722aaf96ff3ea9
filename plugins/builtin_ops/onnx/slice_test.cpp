// Slice: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
byom::Literal list(const std::vector<std::int64_t>& numbers) {
  return tensor<std::int64_t>({static_cast<std::int64_t>(numbers.size())}, numbers);
}
OneNode slice(const std::vector<std::int64_t>& starts, const std::vector<std::int64_t>& ends,
              const std::vector<std::int64_t>& axes, const std::vector<std::int64_t>& steps) {
  OneNode node("Slice", 13);
  node.input(tensor<float>({1, 4}, {1, 2, 3, 4})).constant(list(starts)).constant(list(ends));
  node.constant(list(axes)).constant(list(steps)).free_batch();
  return node;
}
constexpr std::int64_t end = 9223372036854775807;
}  // namespace

TEST_CASE("Slice: becomes Keras's slicing operation, and the batch stays whole") {
  OneNode node = slice({0, 1}, {end, 3}, {0, 1}, {1, 1});
  CHECK(node.inferred().value() == "float[N,2]");
  CHECK(node.layers().value().starts_with("ops.GetItem{key="));
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2}, {2, 3})));
}

TEST_CASE("Slice: backwards to the first cell, which Python spells without an end") {
  OneNode node = slice({-1}, {-end - 1}, {1}, {-2});
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2}, {4, 2})));
  CHECK(node.layers().value().find("stop=none") != std::string::npos);
}

TEST_CASE("Slice: an empty and a whole one") {
  CHECK(near(slice({3}, {2}, {1}, {1}).run_converted().value()[0], tensor<float>({1, 0}, {})));
  CHECK(slice({-4}, {99}, {1}, {1}).layers().value().empty());
}

TEST_CASE("Slice: strides of the widest range do not overflow") {
  CHECK(near(slice({0}, {end}, {1}, {end}).run_converted().value()[0], tensor<float>({1, 1}, {1})));
  CHECK(near(slice({3}, {-end - 1}, {1}, {-end - 1}).run_converted().value()[0], tensor<float>({1, 1}, {4})));
}

TEST_CASE("Slice: a part of the batch is refused, and so are a step of 0 and computed bounds") {
  const std::string where = "Slice node 'n0' (output 'out0'): ";
  CHECK(slice({0}, {1}, {0}, {2}).refusal() == where + "it takes a part of the batch: it mixes samples");
  CHECK(slice({0}, {1}, {1}, {0}).refusal() == where + "a step is 0");
  CHECK(slice({0}, {1}, {2}, {1}).refusal() == where + "axis 2 is outside a tensor of rank 2");
  CHECK(slice({0, 0}, {1, 1}, {1, -1}, {1, 1}).refusal() == where + "an axis is named twice");
  CHECK(slice({0, 0}, {1}, {1}, {1}).refusal() ==
        where + "its starts, ends, axes and steps are lists of different lengths");
  OneNode computed("Slice", 13);
  computed.input(tensor<float>({2}, {1, 2})).input(list({0})).constant(list({1}));
  CHECK(computed.refusal() == where + "input 'starts' must be a constant");
}
