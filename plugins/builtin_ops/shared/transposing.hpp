// A transposed convolution of ONNX as Keras layers.
#pragma once

#include <optional>
#include <string>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/sliding_window.hpp"

namespace byom {

struct TransposedConvolution {
  // begin, end: cells cut off what all windows cover together; a negative end adds cells that no window
  // reaches.
  SlidingWindow window;
  const byom_tensor* kernel;  // [channels, filters / groups, window...], row-major
  std::optional<Weight> bias;
  std::int64_t groups = 1;
};

// Output extents of the spatial axes of x.
Shape transposed_outputs(const SlidingWindow& window, const Desc& x);

// Keras layers for input 0 of the node; the last one makes the node's output.
Result<Vals> transposed(const Node& node, Keras& keras, TransposedConvolution convolution);

}  // namespace byom
