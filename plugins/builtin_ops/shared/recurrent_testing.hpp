// Nodes of ONNX's recurrent operators with numbers that follow no pattern, for tests.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

namespace byom::testing {

inline Literal uneven(const std::vector<std::int64_t>& shape, double phase) {
  std::size_t n = 1;
  for (const std::int64_t extent : shape) n *= static_cast<std::size_t>(extent);
  std::vector<float> numbers(n);
  for (std::size_t i = 0; i < n; ++i)
    numbers[i] = static_cast<float>(std::sin(phase + 1.7 * static_cast<double>(i)));
  return tensor<float>(shape, numbers);
}

// Sequences of 4 steps of 3 inputs for 3 units: the batch, 2 samples, is the first axis where `batch_first`.
struct RecurrentNode {
  std::int64_t gates, directions = 1;
  bool batch_first = false;

  // X, W, R and B, of opset 14.
  [[nodiscard]] OneNode made(const std::string& type) const {
    OneNode node(type, 14);
    node.input(
        uneven(batch_first ? std::vector<std::int64_t>{2, 4, 3} : std::vector<std::int64_t>{4, 2, 3}, 0.1));
    node.constant(uneven({directions, gates * 3, 3}, 0.4)).constant(uneven({directions, gates * 3, 3}, 0.9));
    node.constant(uneven({directions, 2 * gates * 3}, 0.2)).attr("hidden_size", 3);
    if (directions == 2) node.attr("direction", "bidirectional");
    if (batch_first) node.attr("layout", 1);
    return node;
  }
};

// The layers compute what the operator's kernel does.
inline void check_layers(OneNode& node) {
  const auto expected = node.run(), computed = node.run_converted();
  REQUIRE_MESSAGE(expected.ok(), expected.error().text);
  REQUIRE_MESSAGE(computed.ok(), computed.error().text);
  REQUIRE(expected->size() == computed->size());
  for (std::size_t i = 0; i < expected->size(); ++i)
    CHECK_MESSAGE(near((*computed)[i], (*expected)[i]), text((*computed)[i])
                                                            << " for " << text((*expected)[i]));
}

// Every layout, number of directions and number of outputs.
inline void check_all_forms(const std::string& type, std::int64_t gates, std::size_t most_outputs,
                            const Attrs& attrs = {}) {
  for (const std::int64_t directions : {1, 2})
    for (const bool batch_first : {false, true})
      for (std::size_t outputs = 1; outputs <= most_outputs; ++outputs) {
        OneNode node = RecurrentNode{gates, directions, batch_first}.made(type);
        for (const auto& [name, value] : attrs) node.attr(name, value);
        node.outputs(outputs);
        if (batch_first) node.free_batch();
        INFO(directions, " directions, layout ", batch_first, ", outputs ", outputs);
        check_layers(node);
      }
}

}  // namespace byom::testing
