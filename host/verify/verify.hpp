// Runs the original and the converted model on the same probes and compares them, to the first layer that
// departs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/passes/free_batch.hpp"
#include "host/registry/context.hpp"
#include "host/verify/compare.hpp"

namespace byom::verify {

struct Settings {
  double tolerance = default_tolerance;
  std::uint64_t seed = 0;
  std::map<std::string, std::string> input_files;  // --input name=FILE
};

struct Departure {
  std::string node;   // "Conv node 'conv1' (output 'x.1')"
  std::string layer;  // the layer that stands for it
  double difference = 0;
  std::string note;
  std::string plugin;  // "com.acme.ops 1.0"; empty: the program's own
};

struct Verdict {
  bool within = true;
  double largest = 0;                 // largest |a - b| over all outputs and probes
  std::vector<std::int64_t> batches;  // batch sizes run
  std::vector<Departure> departures;  // empty when within; the first one in graph order comes first
  std::vector<std::string> warnings;
};

// The original's answers to the probes: asked once, compared with every file that is written.
struct Answers {
  std::vector<std::int64_t> batches;             // batch sizes to run the converted model with
  std::vector<std::vector<ir::Tensor>> probes;   // the inputs of each run of the original
  std::vector<std::vector<ir::Tensor>> outputs;  // and its outputs
  std::vector<std::string> warnings;             // attributes that a kernel did not read
};

// Errors: a kernel failed, or an input file.
Result<Answers> ask_original(const ir::Graph& onnx, const passes::Batch& batch, registry::Registry& registry,
                             registry::Session& session, const Settings& settings);

// What a converted model gets for one of the batch sizes, and what it must answer. Tensors in the order of
// the graph's inputs and outputs.
struct Probe {
  std::vector<ir::Tensor> inputs, outputs;
};
std::vector<Probe> probes_of(const ir::Graph& onnx, const Answers& answers);

// `tensors` maps names of ONNX tensors to values of `keras`, which has been read back from the file. Sample b
// of a batch of three must equal the original's answer to sample b alone. Errors: a kernel failed.
Result<Verdict> verify(const ir::Graph& onnx, const Answers& answers, const ir::Graph& keras,
                       const std::map<std::string, ir::ValueId>& tensors, registry::Registry& registry,
                       registry::Session& session, const Settings& settings);

}  // namespace byom::verify
