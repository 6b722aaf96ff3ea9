// Each step is left out where it would do nothing.
#include "plugins/builtin_ops/shared/convolving.hpp"

#include <algorithm>
#include <utility>

#include "plugins/builtin_ops/shared/keras_window.hpp"

namespace byom {

namespace {

bool any_above_one(const std::vector<std::int64_t>& numbers) {
  return std::ranges::any_of(numbers, [](std::int64_t n) { return n > 1; });
}

// One filter set for each channel is much faster as a depthwise layer than as so many groups.
Val layer(Keras& keras, const std::string& role, Val x, const Convolution& c) {
  const SlidingWindow& w = c.window;
  const std::vector<std::int64_t>& shape = c.kernel.shape();
  const bool depthwise = w.axes() == 2 && c.groups > 1 && shape[1] == 1;
  Attrs config{{"kernel_size", w.kernel},      {"strides", w.strides},
               {"padding", "valid"},           {"data_format", "channels_first"},
               {"dilation_rate", w.dilations}, {"use_bias", c.bias.has_value()}};
  std::vector<Weight> weights;
  if (depthwise) {
    config.emplace_back("depth_multiplier", shape[0] / c.groups);
    weights.push_back(
        c.kernel.reshaped({c.groups, shape[0] / c.groups, w.kernel[0], w.kernel[1]}).permuted({2, 3, 0, 1}));
  } else {
    config.insert(config.begin(), {"filters", shape[0]});
    config.emplace_back("groups", c.groups);
    weights.push_back(c.kernel.permuted(kernel_last_order(w.axes())));
  }
  if (c.bias) weights.push_back(*c.bias);
  return keras.helper(role, depthwise ? "DepthwiseConv2D" : dimensional("Conv", w.axes()), config, {x},
                      weights);
}

}  // namespace

bool confuses_bias(const Dim& width, std::int64_t filters) {
  return width == Dim(filters);
}

Val convolved(Keras& keras, const std::string& role, Val x, Convolution c) {
  SlidingWindow& w = c.window;
  const std::vector<std::int64_t> strides = w.strides, zeros(w.axes(), 0);
  // Keras has no layer for strides and dilations at once: all windows are computed, then those between are
  // dropped.
  const bool thin = any_above_one(w.strides) && any_above_one(w.dilations);
  if (thin) w.strides.assign(w.axes(), 1);
  // Keras's TensorFlow backend adds the bias along the last axis when that is as long as there are filters:
  // one more column, cropped afterwards, keeps the two apart.
  const Desc input = keras.describe(x);
  const bool widen =
      c.bias && !keras.failed() && confuses_bias(window_outputs(w, input).back(), c.kernel.shape()[0]);
  if (widen) w.end.back() += w.strides.back();
  x = padded(keras, "pad", x, {w.begin, w.end});
  x = layer(keras, widen ? "wide" : thin ? "dense" : role, x, c);
  Margins column{zeros, zeros};
  column.end.back() = 1;
  if (widen) x = cropped(keras, thin ? "dense" : role, x, column);
  return thin ? thinned(keras, role, x, strides) : x;
}

}  // namespace byom
