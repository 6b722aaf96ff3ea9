// The attributes that Conv and the pools share: kernel, strides, dilations, padding.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/window.hpp"
#include "plugins/builtin_ops/shared/shape_text.hpp"

namespace byom {

struct SlidingWindow {
  std::vector<std::int64_t> kernel, strides, dilations, begin, end;  // one for each spatial axis
  bool ceil = false;

  [[nodiscard]] std::size_t axes() const { return kernel.size(); }
  [[nodiscard]] bool padded() const {
    return std::ranges::any_of(begin, [](auto p) { return p != 0; }) ||
           std::ranges::any_of(end, [](auto p) { return p != 0; });
  }
  // Cells a window spans along axis a.
  [[nodiscard]] std::int64_t span(std::size_t a) const { return (kernel[a] - 1) * dilations[a] + 1; }
};

// The declarations of those attributes; Conv has no ceil_mode.
inline Schema& declare_window(Schema& schema) {
  return schema.attr("auto_pad", "NOTSET", "NOTSET, VALID, SAME_UPPER or SAME_LOWER")
      .attr("kernel_shape", std::vector<std::int64_t>(), "extents of the window; empty: those of the weights")
      .attr("pads", std::vector<std::int64_t>(), "begins, then ends, of every spatial axis; empty: none")
      .attr("strides", std::vector<std::int64_t>(), "steps between windows; empty: 1")
      .attr("dilations", std::vector<std::int64_t>(), "steps between cells of a window; empty: 1");
}

namespace window_detail {
// n numbers from `least` to 2^31, so that sums and products of two of them do not overflow.
inline Result<std::vector<std::int64_t>> exact_list(const char* name, std::size_t n, std::int64_t least,
                                                    std::vector<std::int64_t> values) {
  if (values.size() != n)
    return Node::fail(std::string("attribute '") + name + "' has " + std::to_string(values.size()) +
                      " numbers where " + std::to_string(n) + " are needed");
  for (const std::int64_t v : values)
    if (v < least || v > (std::int64_t{1} << 31))
      return Node::fail(std::string("attribute '") + name + "' has the impossible value " +
                        std::to_string(v));
  return values;
}
inline Result<std::vector<std::int64_t>> list(const Node& node, const char* name, std::size_t n,
                                              std::int64_t preset, std::int64_t least) {
  std::vector<std::int64_t> values = node.integers(name);
  if (values.empty()) values.assign(n, preset);
  return exact_list(name, n, least, std::move(values));
}
}  // namespace window_detail

// Reads the window of a node whose first input is `x` [N, C, spatial...]. `kernel`: the weights' spatial
// extents, empty where there are none. Errors name the attribute.
inline Result<SlidingWindow> sliding_window(const Node& node, const Desc& x,
                                            const std::vector<std::int64_t>& kernel) {
  using window_detail::list;
  if (x.rank() < 3)
    return Node::fail("the input has rank " + std::to_string(x.rank()) +
                      "; batch, channels and at least one spatial axis are needed");
  const auto n = static_cast<std::size_t>(x.rank() - 2);
  SlidingWindow w;
  const std::vector<std::int64_t> stated = node.integers("kernel_shape");
  if (!stated.empty() && !kernel.empty() && stated != kernel)
    return Node::fail("attribute 'kernel_shape' disagrees with the extents of the weights");
  w.kernel = stated.empty() ? kernel : stated;
  if (w.kernel.size() != n)
    return Node::fail("the window has " + std::to_string(w.kernel.size()) + " axes, the input " +
                      std::to_string(n));
  if (std::ranges::any_of(w.kernel, [](auto k) { return k < 1 || k > (std::int64_t{1} << 31); }))
    return Node::fail("attribute 'kernel_shape' has an impossible value");
  BYOM_TRY(w.strides, list(node, "strides", n, 1, 1));
  BYOM_TRY(w.dilations, list(node, "dilations", n, 1, 1));
  BYOM_TRY(const auto pads, list(node, "pads", 2 * n, 0, 0));
  w.begin.assign(pads.begin(), pads.begin() + static_cast<std::ptrdiff_t>(n));
  w.end.assign(pads.begin() + static_cast<std::ptrdiff_t>(n), pads.end());
  const std::string auto_pad = node.string("auto_pad");
  if (auto_pad == "NOTSET") return w;
  if (auto_pad != "VALID" && auto_pad != "SAME_UPPER" && auto_pad != "SAME_LOWER")
    return Node::fail("attribute 'auto_pad' has the unknown value '" + auto_pad + "'");
  w.begin.assign(n, 0);
  w.end.assign(n, 0);
  if (auto_pad == "VALID") return w;
  for (std::size_t a = 0; a < n; ++a) {
    const Dim& extent = x.dims[a + 2];
    if (!extent.is_number())
      return Node::fail("auto_pad " + auto_pad + " needs a fixed extent of axis " + std::to_string(a + 2));
    const auto same = kernels::same_padding(extent.number(), w.kernel[a], w.strides[a], w.dilations[a]);
    w.begin[a] = auto_pad == "SAME_UPPER" ? same.begin : same.end;
    w.end[a] = auto_pad == "SAME_UPPER" ? same.end : same.begin;
  }
  return w;
}

// Reads the window of a Keras layer whose first input is [N, C, spatial...]; attribute `extents` names its
// kernel. Nothing is padded. Errors name the attribute, or what is wrong with the input.
inline Result<SlidingWindow> layer_window(const Node& node, const char* extents, bool dilated = true) {
  using window_detail::exact_list;
  const Desc x = node.input(0);
  const std::int64_t rank = x.rank();
  if (rank < 3 || rank > 5)
    return Node::fail("the input has rank " + std::to_string(rank) +
                      "; batch, channels and one to three spatial axes are needed");
  if (node.string("data_format") != "channels_first")
    return Node::fail("only data_format 'channels_first' is served");
  if (!x.dims[1].is_number()) return Node::fail("the number of channels must be fixed");
  const auto n = static_cast<std::size_t>(rank - 2);
  SlidingWindow w;
  BYOM_TRY(w.kernel, exact_list(extents, n, 1, node.integers(extents)));
  BYOM_TRY(w.strides, exact_list("strides", n, 1, node.integers("strides")));
  w.dilations.assign(n, 1);
  if (dilated) {
    BYOM_TRY(w.dilations, exact_list("dilation_rate", n, 1, node.integers("dilation_rate")));
  }
  w.begin.assign(n, 0);
  w.end.assign(n, 0);
  return w;
}

// Output extents of the spatial axes of x; below 1 where the window does not fit, see check_room.
inline Shape window_outputs(const SlidingWindow& w, const Desc& x) {
  Shape extents;
  for (std::size_t a = 0; a < w.axes(); ++a) {
    const Dim room = x.dims[a + 2] + Dim(w.begin[a] + w.end[a] - w.span(a));
    if (!w.ceil) {
      extents.push_back(room / w.strides[a] + 1);
      continue;
    }
    Dim out = ceil_div(room, w.strides[a]) + 1;
    // The last window must start inside the input or its padding at the beginning.
    if (out.is_number() && x.dims[a + 2].is_number() &&
        (out.number() - 1) * w.strides[a] >= x.dims[a + 2].number() + w.begin[a])
      out = out - 1;
    extents.push_back(out);
  }
  return extents;
}

// Errors where x has no place for a single window: Keras has no such layer, and ONNX Runtime refuses it.
inline Result<Done> check_room(const SlidingWindow& w, const Desc& x) {
  const Shape outputs = window_outputs(w, x);
  for (std::size_t a = 0; a < w.axes(); ++a) {
    if (!outputs[a].is_number() || outputs[a].number() > 0) continue;
    const std::int64_t padding = w.begin[a] + w.end[a];
    return Node::fail("its kernel spans " + std::to_string(w.span(a)) + " cells of axis " +
                      std::to_string(a + 2) + ", where the input has " + dim_text(x.dims[a + 2]) +
                      (padding > 0 ? " and " + std::to_string(padding) + " of padding" : "") +
                      "; the model needs a larger input");
  }
  return done;
}

// The window as the kernels take it. Extents of the spatial axes only.
inline kernels::Window kernel_window(const SlidingWindow& w, std::span<const std::int64_t> input,
                                     std::span<const std::int64_t> output) {
  return {kernels::spatial(input, 1),     kernels::spatial(output, 1),      kernels::spatial(w.kernel, 1),
          kernels::spatial(w.strides, 1), kernels::spatial(w.dilations, 1), kernels::spatial(w.begin, 0)};
}

}  // namespace byom
