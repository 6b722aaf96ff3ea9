// Keras's own layer where it has one; else the same sum as a convolution of x with zeros between its cells.
#include "plugins/builtin_ops/shared/transposing.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "plugins/builtin_ops/shared/convolving.hpp"
#include "plugins/builtin_ops/shared/keras_window.hpp"

namespace byom {

namespace {

std::vector<std::int64_t> kernel_shape(const TransposedConvolution& c) {
  return {c.kernel->shape, c.kernel->shape + c.kernel->rank};
}

// Keras's padding "same": the surplus of the window over the stride is cut, the odd cell at the end.
bool is_same(const SlidingWindow& w) {
  for (std::size_t a = 0; a < w.axes(); ++a) {
    const std::int64_t surplus = w.kernel[a] - w.strides[a];
    if (surplus < 0 || w.dilations[a] != 1 || w.begin[a] != surplus / 2 || w.end[a] != surplus - surplus / 2)
      return false;
  }
  return true;
}

Val layer(Keras& keras, const std::string& role, Val x, const TransposedConvolution& c, bool same,
          const std::vector<std::int64_t>& more) {
  const SlidingWindow& w = c.window;
  Attrs config{
      {"filters", c.kernel->shape[1]},      {"kernel_size", w.kernel},         {"strides", w.strides},
      {"padding", same ? "same" : "valid"}, {"data_format", "channels_first"}, {"dilation_rate", w.dilations},
      {"use_bias", c.bias.has_value()}};
  // Given as zeros too: without the key, Keras makes the output at least as long as the stride.
  if (!same) config.emplace_back("output_padding", more);
  std::vector<Weight> weights{Weight(c.kernel).permuted(kernel_last_order(w.axes()))};
  if (c.bias) weights.push_back(*c.bias);
  return keras.helper(role, dimensional("Conv", w.axes()) + "Transpose", config, {x}, weights);
}

// Conv<n>DTranspose round which cells are added and cut.
Val own_layer(const Node& node, Keras& keras, const TransposedConvolution& c) {
  const SlidingWindow& w = c.window;
  const Desc x = node.input(0);
  const std::size_t last = w.axes() - 1;
  const auto confused = [&](const Dim& width) { return c.bias && confuses_bias(width, c.kernel->shape[1]); };
  if (is_same(w) && !confused(x.dims.back() * Dim(w.strides[last])))
    return layer(keras, "", keras.input(0), c, true, {});
  // Zeros behind the input lengthen the output by the stride each, and add nothing to it but the bias.
  Margins zeros{std::vector<std::int64_t>(w.axes(), 0), std::vector<std::int64_t>(w.axes(), 0)};
  Margins cut{w.begin, w.end};
  std::vector<std::int64_t> more(w.axes(), 0);
  for (std::size_t a = 0; a < w.axes(); ++a) {
    if (-cut.end[a] >= w.strides[a]) zeros.end[a] = (-cut.end[a] + w.strides[a] - 1) / w.strides[a];
    cut.end[a] += zeros.end[a] * w.strides[a];
    more[a] = std::max<std::int64_t>(0, -cut.end[a]);
    cut.end[a] += more[a];
  }
  const Dim width =
      (x.dims.back() + Dim(zeros.end[last] - 1)) * Dim(w.strides[last]) + Dim(w.span(last) + more[last]);
  if (confused(width)) {
    ++zeros.end[last];
    cut.end[last] += w.strides[last];
  }
  const Val made =
      layer(keras, cut.any() ? "whole" : "", padded(keras, "pad", keras.input(0), zeros), c, false, more);
  return cropped(keras, "", made, cut);
}

Val reshape(Keras& keras, const std::string& role, Val x, const std::vector<std::int64_t>& target) {
  return keras.helper(role, "Reshape", {{"target_shape", target}}, {x});
}

// x with strides - 1 zeros behind every cell of each spatial axis: rows of zeros appear as cells behind the
// end of a last axis, which a new shape then folds in.
Val with_zeros_between(Keras& keras, Val x, const std::vector<std::int64_t>& strides) {
  std::vector<std::int64_t> extents;
  const Desc desc = keras.describe(x);
  for (std::size_t d = 1; d < desc.dims.size(); ++d) extents.push_back(desc.dims[d].number());
  for (std::size_t a = 0; a < strides.size(); ++a) {
    if (strides[a] == 1) continue;
    std::int64_t outer = 1, inner = 1;
    for (std::size_t d = 0; d < extents.size(); ++d) (d <= a ? outer : inner) *= d == a + 1 ? 1 : extents[d];
    const std::string axis = std::to_string(a + 2);
    x = reshape(keras, "rows" + axis, x, {outer, extents[a + 1], inner});
    x = padded(keras, "zeros" + axis, x, {{0, 0}, {0, (strides[a] - 1) * inner}});
    extents[a + 1] *= strides[a];
    x = reshape(keras, "spread" + axis, x, extents);
  }
  return x;
}

// [channels, filters / groups, window...] as [filters, channels / groups, window...] with every window
// reversed.
Literal reversed(const TransposedConvolution& c) {
  const std::vector<std::int64_t> shape = kernel_shape(c);
  const std::int64_t in = shape[0] / c.groups, out = shape[1];
  std::int64_t cells = 1;
  for (std::size_t d = 2; d < shape.size(); ++d) cells *= shape[d];
  const auto from = elements_of<float>(*c.kernel);
  std::vector<float> to(static_cast<std::size_t>(shape[0] * out * cells));
  for (std::int64_t i = 0; i < shape[0]; ++i)
    for (std::int64_t o = 0; o < out; ++o)
      for (std::int64_t k = 0; k < cells; ++k)
        to[static_cast<std::size_t>((((i / in) * out + o) * in + i % in) * cells + cells - 1 - k)] =
            from[static_cast<std::size_t>((i * out + o) * cells + k)];
  std::vector<std::int64_t> turned = shape;
  turned[0] = out * c.groups;
  turned[1] = in;
  return tensor<float>(turned, to);
}

Result<Vals> as_convolution(const Node& node, Keras& keras, const TransposedConvolution& c) {
  if (c.kernel->dtype != BYOM_FLOAT)
    return Node::fail("only weights of type float are supported with groups");
  SlidingWindow w = c.window;
  Margins front{std::vector<std::int64_t>(w.axes(), 0), std::vector<std::int64_t>(w.axes(), 0)}, cut = front;
  for (std::size_t a = 0; a < w.axes(); ++a) {
    const std::int64_t behind = w.span(a) - w.strides[a] - w.end[a];
    if (!node.input(0).dims[a + 2].is_number())
      return Node::fail("with groups, or with strides and dilations at once, axis " + std::to_string(a + 2) +
                        " needs a fixed extent");
    if (w.begin[a] >= w.span(a))
      return Node::fail("attribute 'pads' cuts more off axis " + std::to_string(a + 2) +
                        " than a window spans, which is not supported together with groups");
    w.begin[a] = w.span(a) - 1 - w.begin[a];
    w.end[a] = std::max<std::int64_t>(0, behind);
    cut.end[a] = std::max<std::int64_t>(0, -behind);
  }
  const Val spread = with_zeros_between(keras, keras.input(0), w.strides);
  w.strides.assign(w.axes(), 1);
  const Val made =
      convolved(keras, cut.any() ? "whole" : "", spread, {w, Weight(reversed(c)), c.bias, c.groups});
  return Vals{cropped(keras, "", made, cut)};
}

}  // namespace

Shape transposed_outputs(const SlidingWindow& w, const Desc& x) {
  Shape extents;
  for (std::size_t a = 0; a < w.axes(); ++a)
    extents.push_back((x.dims[a + 2] - Dim(1)) * Dim(w.strides[a]) + Dim(w.span(a) - w.begin[a] - w.end[a]));
  return extents;
}

Result<Vals> transposed(const Node& node, Keras& keras, TransposedConvolution c) {
  const auto above_one = [](std::int64_t n) { return n > 1; };
  const bool both =
      std::ranges::any_of(c.window.strides, above_one) && std::ranges::any_of(c.window.dilations, above_one);
  if (c.groups > 1 || both) return as_convolution(node, keras, c);
  return Vals{own_layer(node, keras, c)};
}

}  // namespace byom
