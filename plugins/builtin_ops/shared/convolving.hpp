// A convolution of ONNX as Keras layers: padding, the layer that fits, and what keeps its bias in place.
#pragma once

#include <optional>
#include <string>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/sliding_window.hpp"

namespace byom {

struct Convolution {
  SlidingWindow window;
  Weight kernel;  // [filters, channels / groups, window...]
  std::optional<Weight> bias;
  std::int64_t groups = 1;
};

// Keras layers for the convolution of x; `role` as in Keras::helper, empty: the layer that makes the node's
// output.
Val convolved(Keras& keras, const std::string& role, Val x, Convolution convolution);

// Whether Keras 3 on TensorFlow would add a bias of `filters` numbers along an output's last axis of this
// extent.
bool confuses_bias(const Dim& width, std::int64_t filters);

}  // namespace byom
