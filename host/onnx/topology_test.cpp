// Tests of the order of nodes.
#include "host/onnx/topology.hpp"

#include <algorithm>
#include <numeric>
#include <random>

#include <doctest/doctest.h>

using byom::onnx::Order;
using byom::onnx::topological_order;
using Lists = std::vector<std::vector<std::size_t>>;

TEST_CASE("an order that can run is kept") {
  const Order order = topological_order({{}, {0}, {}, {1, 2}});
  CHECK(order.given);
  CHECK(order.sequence == std::vector<std::size_t>{0, 1, 2, 3});
  CHECK(topological_order({}).given);
}

TEST_CASE("of the nodes that can run, the first in the file comes first") {
  const Order order = topological_order({{3}, {}, {0, 1}, {}});
  CHECK_FALSE(order.given);
  CHECK(order.sequence == std::vector<std::size_t>{1, 3, 0, 2});
  CHECK(order.cycle.empty());
}

TEST_CASE("shuffled graphs of 100000 nodes come out with every producer first") {
  constexpr std::size_t n = 100'000;
  std::mt19937 random(1);
  std::vector<std::size_t> place(n);
  std::iota(place.begin(), place.end(), std::size_t{0});
  std::shuffle(place.begin(), place.end(), random);
  Lists reads(n);
  for (std::size_t i = 1; i < n; ++i)
    for (int k = 0; k < 2; ++k) reads[place[i]].push_back(place[random() % i]);
  for (auto& list : reads) {
    std::ranges::sort(list);
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  const Order order = topological_order(reads);
  REQUIRE(order.sequence.size() == n);
  std::vector<bool> ran(n);
  bool legal = true;
  for (const std::size_t node : order.sequence) {
    for (const std::size_t producer : reads[node]) legal = legal && ran[producer];
    ran[node] = true;
  }
  CHECK(legal);
}

TEST_CASE("a cycle is given node by node, without the nodes that only depend on it") {
  CHECK(topological_order({{0}}).cycle == std::vector<std::size_t>{0});
  const Order order = topological_order({{1}, {2}, {3}, {1, 4}, {}});
  CHECK(order.cycle == std::vector<std::size_t>{1, 2, 3});
  Lists ring(100'000);
  for (std::size_t i = 0; i < ring.size(); ++i) ring[i] = {(i + 1) % ring.size()};
  CHECK(topological_order(ring).cycle.size() == ring.size());
}
