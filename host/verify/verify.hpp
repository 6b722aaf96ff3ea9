// Runs the converted model on the original's probes and compares them, to the first layer that departs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/context.hpp"
#include "host/verify/answers.hpp"

namespace byom::verify {

struct Departure {
  std::string node;   // "Conv node 'conv1' (output 'x.1')"
  std::string layer;  // the layer that stands for it
  double difference = 0;
  std::string note;
  std::string plugin;  // "com.acme.ops 1.0"; empty: the program's own
};

// An output whose comparison would have passed a converted model that computes something else.
struct Doubt {
  std::string output;
  std::string text;  // the reason and the way out, in a line
};

struct Verdict {
  bool within = true;
  double largest = 0;                 // largest |a - b| over all outputs and probes
  std::vector<std::int64_t> batches;  // batch sizes run
  std::vector<Departure> departures;  // empty when within; the first one in graph order comes first
  std::vector<Doubt> doubts;          // empty: every output was compared on numbers that show something
  std::vector<std::string> warnings;
};

// `tensors` maps names of ONNX tensors to values of `keras`, which has been read back from the file. Sample b
// of a batch of three must equal the original's answer to sample b alone. Errors: a kernel failed.
Result<Verdict> verify(const ir::Graph& onnx, const Answers& answers, const ir::Graph& keras,
                       const std::map<std::string, ir::ValueId>& tensors, registry::Registry& registry,
                       registry::Session& session, const Settings& settings);

}  // namespace byom::verify
