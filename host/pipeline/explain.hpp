// Which plugin and which kernel serve each node of a model, and why not the others.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/registry/choose_kernel.hpp"

namespace byom::pipeline {

struct NodeExplanation {
  std::string node;   // as messages call it
  std::string claim;  // "ai.onnx::MyOp"
  std::int64_t index = -1;
  bool constant = false;                       // computed while converting
  std::vector<registry::OpOffer> plugins;      // every claim, the one that serves first
  std::vector<registry::AskedKernel> kernels;  // the chosen one first where kernel_why is not empty
  std::string kernel_why;                      // why that one; empty: none was chosen
  std::string kernel_problem;                  // why none could be asked yet
  std::string problem;                         // why nobody serves the node; empty: somebody does
};

struct Explanation {
  std::vector<NodeExplanation> nodes;
  std::vector<std::string> warnings;
};

// Reads the model and asks, without converting it. Shapes are those for the batch the model was exported
// with. Errors: those of reading. What is wrong with a node is told with it.
Result<Explanation> explain(const std::filesystem::path& model,
                            const std::map<std::string, std::vector<std::int64_t>>& input_shapes,
                            registry::Registry& registry, registry::Session& session);

}  // namespace byom::pipeline
