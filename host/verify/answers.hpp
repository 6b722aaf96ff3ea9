// The original's answers to probes that can show something of a converted model.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/passes/free_batch.hpp"
#include "host/registry/context.hpp"
#include "host/verify/compare.hpp"
#include "host/verify/evidence.hpp"

namespace byom::verify {

struct Settings {
  double tolerance = default_tolerance;
  std::uint64_t seed = 0;
  std::map<std::string, std::string> input_files;  // --input name=FILE
};

// Asked once, compared with every file that is written.
struct Answers {
  std::vector<std::vector<ir::Tensor>> inputs, outputs;  // of each run of the original
  // The runs whose inputs the converted model gets at once, side by side along the batch.
  std::vector<std::vector<std::size_t>> trials;
  std::vector<Evidence> evidence;     // by output
  std::string advice;                 // how other inputs are had
  std::vector<std::string> notes;     // how the inputs were chosen, where it was not the usual way
  std::vector<std::string> warnings;  // attributes that a kernel did not read
};

// Inputs that are not given are drawn; where an output shows nothing then, they are drawn in other ways, of
// which the one is taken that leaves the fewest such outputs. Errors: a kernel failed, or an input file.
Result<Answers> ask_original(const ir::Graph& onnx, const passes::Batch& batch, registry::Registry& registry,
                             registry::Session& session, const Settings& settings);

// What the converted model gets in a trial, in the order of the graph's inputs.
std::vector<ir::Tensor> inputs_of(const ir::Graph& onnx, const Answers& answers,
                                  const std::vector<std::size_t>& trial);

// What a converted model gets in a trial, and what it must answer. Tensors in the order of the graph's inputs
// and outputs.
struct Probe {
  std::vector<ir::Tensor> inputs, outputs;
};
std::vector<Probe> probes_of(const ir::Graph& onnx, const Answers& answers);

}  // namespace byom::verify
