// Kahn's algorithm with the smallest ready node first, and one cycle where there is no order.
#include "host/onnx/topology.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>

namespace byom::onnx {
namespace {

// Each node left has a producer that is left, so that a walk along them must meet itself.
std::vector<std::size_t> find_cycle(const std::vector<std::vector<std::size_t>>& reads,
                                    const std::vector<std::size_t>& missing) {
  const auto left = [&](std::size_t node) { return missing[node] > 0; };
  std::size_t node = 0;
  while (!left(node)) ++node;
  constexpr std::size_t unseen = ~std::size_t{0};
  std::vector<std::size_t> step(reads.size(), unseen);
  std::vector<std::size_t> path;
  while (step[node] == unseen) {
    step[node] = path.size();
    path.push_back(node);
    node = *std::ranges::find_if(reads[node], left);
  }
  return {path.begin() + static_cast<std::ptrdiff_t>(step[node]), path.end()};
}

}  // namespace

Order topological_order(const std::vector<std::vector<std::size_t>>& reads) {
  Order order;
  const std::size_t n = reads.size();
  for (std::size_t node = 0; node < n; ++node)
    for (const std::size_t producer : reads[node]) order.given = order.given && producer < node;
  if (order.given) {
    order.sequence.resize(n);
    std::iota(order.sequence.begin(), order.sequence.end(), std::size_t{0});
    return order;
  }
  std::vector<std::size_t> missing(n);
  std::vector<std::vector<std::size_t>> readers(n);
  for (std::size_t node = 0; node < n; ++node) {
    missing[node] = reads[node].size();
    for (const std::size_t producer : reads[node]) readers[producer].push_back(node);
  }
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t node = 0; node < n; ++node)
    if (missing[node] == 0) ready.push(node);
  while (!ready.empty()) {
    const std::size_t node = ready.top();
    ready.pop();
    order.sequence.push_back(node);
    for (const std::size_t reader : readers[node])
      if (--missing[reader] == 0) ready.push(reader);
  }
  if (order.sequence.size() < n) order.cycle = find_cycle(reads, missing);
  return order;
}

}  // namespace byom::onnx
