// Which plugin and which kernel serve each node of a model, which layers it becomes, and why not otherwise.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/registry/choose_kernel.hpp"

namespace byom::pipeline {

struct MadeLayer {
  std::string name;   // "LAYER_3.pad"
  std::string claim;  // "keras::MyLayer"
  const registry::Plugin* plugin = nullptr;
};

struct NodeExplanation {
  std::string node;   // as messages call it
  std::string claim;  // "ai.onnx::MyOp"
  std::int64_t index = -1;
  bool constant = false;                       // computed while converting
  std::string unused;                          // why the node is not converted at all; else empty
  std::vector<registry::OpOffer> plugins;      // every claim, the one that serves first
  std::vector<registry::AskedKernel> kernels;  // the chosen one first where kernel_why is not empty
  std::string kernel_why;                      // why that one; empty: none was chosen
  std::string kernel_problem;                  // why none could be asked yet
  std::string pattern;                         // what stands for the node and others by a pattern; else empty
  const registry::Plugin* pattern_of = nullptr;
  std::vector<MadeLayer> layers;  // in the order in which they are called
  std::string no_layers;          // why there are none; empty where something is wrong
  std::string problem;            // why the node cannot be converted; empty: it can
  int code = 0;                   // the exit code of `problem`
};

struct Explanation {
  std::vector<NodeExplanation> nodes;  // each is followed by those of its bodies
  std::vector<std::string> warnings;
  std::vector<std::string> notes;
  std::string problem;    // of the model as a whole; empty: none
  std::string no_layers;  // why the layers are not known; empty: they are
  int code = 0;           // what converting would end with, as far as this was looked at
};

// Reads the model and asks, without writing anything. Kernels are asked for the batch the model was exported
// with. Errors: those of reading, and of shapes given for what is no input. What is wrong with a node is told
// with it.
Result<Explanation> explain(const std::filesystem::path& model,
                            const std::map<std::string, std::vector<std::int64_t>>& input_shapes,
                            registry::Registry& registry, registry::Session& session);

}  // namespace byom::pipeline
