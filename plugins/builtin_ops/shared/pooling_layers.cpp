// Padding "same" leaves cells beyond the edge out of account, as ONNX does; wherever a pool can be told by
// it, no padding layer is needed, and the mean needs no correction.
#include "plugins/builtin_ops/shared/pooling_layers.hpp"

#include <algorithm>
#include <utility>

#include "plugins/builtin_ops/shared/keras_window.hpp"

namespace byom {

namespace {

using Numbers = std::vector<std::int64_t>;

class Pool {
 public:
  Pool(Keras& keras, const PoolRule& rule, SlidingWindow window, Numbers extents, Numbers outputs)
      : keras_(keras),
        rule_(rule),
        w_(std::move(window)),
        extents_(std::move(extents)),
        outputs_(std::move(outputs)) {
    count_cells();
    // Without what a stride leaves over, with what ceil_mode adds.
    for (std::size_t a = 0; a < w_.axes(); ++a)
      w_.end[a] = std::max<std::int64_t>(
          0, (outputs_[a] - 1) * w_.strides[a] + w_.kernel[a] - extents_[a] - w_.begin[a]);
  }

  Val build(Val x) {
    const Numbers ones(w_.axes(), 1);
    if (!w_.padded()) return layer(rule_.role, x, w_.strides, "valid");
    if (is_same(w_.strides)) return layer(rule_.role, x, w_.strides, "same");
    // Every window of stride 1, then those at the stride.
    if (is_same(ones)) return thinned(keras_, rule_.role, layer("all", x, ones, "same"), w_.strides);
    x = padded(keras_, "pad", x, {w_.begin, w_.end}, rule_.padding);
    if (!corrected()) return layer(rule_.role, x, w_.strides, "valid");
    return keras_.layer("ops.Multiply", {{"x2", corrections()}}, {layer("mean", x, w_.strides, "valid")});
  }

 private:
  // How many cells each mean divides by, along each axis.
  void count_cells() {
    for (std::size_t a = 0; rule_.counts && a < w_.axes(); ++a) {
      const std::int64_t before = rule_.counts_padding ? w_.begin[a] : 0,
                         behind = rule_.counts_padding ? w_.end[a] : 0;
      Numbers& cells = counted_.emplace_back();
      if (rule_.whole) cells.assign(static_cast<std::size_t>(outputs_[a]), w_.kernel[a]);
      for (std::int64_t first = -w_.begin[a]; cells.size() < static_cast<std::size_t>(outputs_[a]);
           first += w_.strides[a])
        cells.push_back(std::max<std::int64_t>(
            0, std::min(extents_[a] + behind, first + w_.kernel[a]) - std::max(-before, first)));
    }
  }

  Val layer(const std::string& role, Val x, const Numbers& strides, const char* padding) {
    return keras_.helper(role, dimensional(rule_.type, w_.axes()),
                         {{"pool_size", w_.kernel},
                          {"strides", strides},
                          {"padding", padding},
                          {"data_format", "channels_first"}},
                         {x});
  }

  // Whether padding "same" with these strides, of which those of the window are taken, sees and counts the
  // same cells.
  [[nodiscard]] bool is_same(const Numbers& strides) const {
    for (std::size_t a = 0; a < w_.axes(); ++a) {
      const auto same = kernels::same_padding(extents_[a], w_.kernel[a], strides[a], 1);
      const std::int64_t step = w_.strides[a] / strides[a];
      if (same.begin != w_.begin[a] || (same.output - 1) / step + 1 != outputs_[a]) return false;
      for (std::int64_t o = 0; rule_.counts && o < outputs_[a]; ++o) {
        const std::int64_t first = o * w_.strides[a] - w_.begin[a];
        const std::int64_t inside =
            std::min(extents_[a], first + w_.kernel[a]) - std::max<std::int64_t>(0, first);
        if (counted_[a][static_cast<std::size_t>(o)] != inside) return false;
      }
    }
    return true;
  }

  // Whether some mean is not over the whole window.
  [[nodiscard]] bool corrected() const {
    for (std::size_t a = 0; a < counted_.size(); ++a)
      if (std::ranges::any_of(counted_[a], [&](std::int64_t n) { return n != w_.kernel[a]; })) return true;
    return false;
  }

  // Cells of the window by cells that count, for every output cell of a plane.
  [[nodiscard]] Literal corrections() const {
    std::vector<float> factors{1};
    for (std::size_t a = 0; a < w_.axes(); ++a) {
      const std::vector<float> outer = std::exchange(factors, {});
      for (const float factor : outer)
        for (const std::int64_t n : counted_[a])
          factors.push_back(n == 0 ? 0 : factor * static_cast<float>(w_.kernel[a]) / static_cast<float>(n));
    }
    return tensor<float>(outputs_, factors);
  }

  Keras& keras_;
  const PoolRule& rule_;
  SlidingWindow w_;
  Numbers extents_, outputs_;
  std::vector<Numbers> counted_;
};

}  // namespace

Schema& declare_pool(Schema& schema) {
  schema.attr("auto_pad", "NOTSET", "NOTSET, VALID, SAME_UPPER or SAME_LOWER");
  schema.attr_of(BYOM_ATTR_INTS, "kernel_shape", "extents of the window");
  return schema.attr("pads", Numbers(), "begins, then ends, of every spatial axis; empty: none")
      .attr("strides", Numbers(), "steps between windows; empty: 1");
}

Result<SlidingWindow> pool_window(const Node& node) {
  BYOM_TRY(SlidingWindow window, sliding_window(node, node.input(0), {}));
  // A window there would see no cell at all; ONNX Runtime and PyTorch refuse it as well.
  for (std::size_t a = 0; a < window.axes(); ++a)
    if (std::max(window.begin[a], window.end[a]) >= window.span(a))
      return Node::fail("attribute 'pads' adds " + std::to_string(std::max(window.begin[a], window.end[a])) +
                        " cells at one end of axis " + std::to_string(a + 2) + ", where a window spans " +
                        std::to_string(window.span(a)) + "; padding must be smaller");
  // The other paddings say how long the output is.
  window.ceil =
      node.has("ceil_mode") && node.integer("ceil_mode") != 0 && node.string("auto_pad") == "NOTSET";
  BYOM_CHECK_OK(check_room(window, node.input(0)));
  return window;
}

Result<Desc> pool_output(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const SlidingWindow window, pool_window(node));
  Desc y(x.dtype, {x.dims[0], x.dims[1]});
  for (const Dim& extent : window_outputs(window, x)) y.dims.push_back(extent);
  return y;
}

Result<kernels::PoolingShape> pool_shape(const Node& node) {
  BYOM_TRY(const SlidingWindow window, pool_window(node));
  BYOM_TRY(const Desc y, pool_output(node));
  const auto in = node.input(0).numbers(), out = y.numbers();
  if (window.axes() > 3) return Node::fail("pools of more than three spatial axes are not computed here");
  return kernels::PoolingShape{in[0] * in[1],
                               kernel_window(window, std::span(in).subspan(2), std::span(out).subspan(2))};
}

Result<Vals> pooled(const Node& node, Keras& keras, const PoolRule& rule) {
  return pooled(node, keras, rule, keras.input(0));
}

Result<Vals> pooled(const Node& node, Keras& keras, const PoolRule& rule, Val tensor) {
  const Desc x = node.input(0);
  BYOM_TRY(const SlidingWindow window, pool_window(node));
  if (x.dtype != BYOM_FLOAT) return Node::fail("Keras pools tensors of type float only");
  if (window.axes() > 3) return Node::fail("Keras has no pool of more than three spatial axes");
  for (std::size_t a = 0; a < window.axes(); ++a)
    if (window.kernel[a] > 1 && window.dilations[a] > 1)
      return Node::fail("attribute 'dilations' is above 1; Keras has no such pool");
  Numbers extents, outputs;
  for (const Dim& out : window_outputs(window, x)) {
    const Dim& in = x.dims[extents.size() + 2];
    if (!in.is_number())
      return Node::fail("axis " + std::to_string(extents.size() + 2) + " needs a fixed extent");
    extents.push_back(in.number());
    outputs.push_back(out.number());
  }
  return Vals{Pool(keras, rule, window, extents, outputs).build(tensor)};
}

}  // namespace byom
