// The verdict of real Keras on model files, where a Python that has Keras is at hand.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/tensor.hpp"
#include "host/verify/compare.hpp"

namespace byom::verify {

// A model file, what it gets, and what it must answer.
struct KerasCase {
  std::string name;
  std::filesystem::path model;          // .keras, .h5 or .tltb
  std::filesystem::path custom_layers;  // the Python file of its own layers; empty: none
  std::vector<ir::Tensor> inputs, outputs;
  std::string format = {};  // "keras", "h5" or "tltb"; empty: as the path ends
  std::string key = {};     // of a .tltb
};

struct KerasVerdict {
  std::string name;
  double difference = 0;  // the largest |a - b| that could be seen
  std::string problem;    // empty: Keras computes the same
};

struct KerasAnswer {
  std::string keras;    // "Keras 3.5.0 on tensorflow"
  std::string missing;  // why this Python has no such Keras; there are no verdicts then
  std::vector<KerasVerdict> verdicts;
};

struct KerasQuestion {
  std::string python = "python3";  // a program, looked for as the shell does
  std::int32_t dialect = 0;        // BYOM_DIALECT_*
  double tolerance = default_tolerance;
  bool predict = false;  // besides calling the model
  std::chrono::seconds deadline{600};
  std::function<void()> waiting = [] {};  // called once a second until the answer is there
};

// Runs the Python once for all cases. Its own output is kept away from ours. Errors: exit_usage when there is
// no such program; exit_system when it does not answer for every case, with its last words.
Result<KerasAnswer> ask_keras(const KerasQuestion& question, const std::vector<KerasCase>& cases);

}  // namespace byom::verify
