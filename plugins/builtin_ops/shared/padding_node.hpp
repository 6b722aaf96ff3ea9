// What a node of ONNX's Pad says, and the Keras layers for it.
#pragma once

#include <cstdint>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/pad.hpp"

namespace byom {

struct PadNode {
  kernels::Padding mode = kernels::Padding::constant;
  std::vector<std::int64_t> begin, end;  // cells added at the ends of every axis; negative: taken away
};

// Reads a Pad node of any version, but for the constant that it adds.
Result<PadNode> read_pad(const Node& node);

// Keras layers for input 0 of a Pad node.
Result<Vals> padding_layers(const Node& node, Keras& keras);

}  // namespace byom
