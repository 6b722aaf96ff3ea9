// A tiny ONNX model, for a new plugin to be tried on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace byom::onnx {

struct ChainNode {
  std::string domain;  // "" is ONNX's own
  std::string type, name;
};

// The bytes of a model whose nodes, each with one input and one output, follow one another from the input
// "x", float[N,3,8,8], to the output "y". ONNX's own operators are those of `opset`, other domains have
// version 1.
std::string chain_model(const std::vector<ChainNode>& nodes, std::int64_t opset);

}  // namespace byom::onnx
