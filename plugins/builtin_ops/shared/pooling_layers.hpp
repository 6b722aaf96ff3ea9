// Max and average pools of ONNX as Keras layers, whose pools know no explicit padding.
#pragma once

#include <string>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/pooling.hpp"
#include "plugins/builtin_ops/shared/sliding_window.hpp"

namespace byom {

// The attributes that all versions of both pools have.
Schema& declare_pool(Schema& schema);
// The window of a pool; kernel, output and layers start from it.
Result<SlidingWindow> pool_window(const Node& node);
// [N, C, output...] in the type of input 0.
Result<Desc> pool_output(const Node& node);
Result<kernels::PoolingShape> pool_shape(const Node& node);

struct PoolRule {
  std::string type;   // "MaxPooling" or "AveragePooling"
  float padding = 0;  // what the padding holds
  // Of means: whether cells of padding count, but not those that ceil_mode adds behind it.
  bool counts = false, counts_padding = false;
  // Of means that count cells: every cell of a window counts, wherever it lies.
  bool whole = false;
  std::string role = {};  // of the last layer; empty: it makes the node's output
};
// Keras layers for input 0 of the node.
Result<Vals> pooled(const Node& node, Keras& keras, const PoolRule& rule);
// The same for a tensor of input 0's shape.
Result<Vals> pooled(const Node& node, Keras& keras, const PoolRule& rule, Val x);

}  // namespace byom
