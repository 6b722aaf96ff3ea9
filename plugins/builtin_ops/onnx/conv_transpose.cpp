// ConvTranspose: every cell of x adds its multiple of the window to y; the gradient of Conv.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/transposed_convolution.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/sliding_window.hpp"
#include "plugins/builtin_ops/shared/transposing.hpp"

namespace byom::op_conv_transpose {
namespace {

Schema schema() {
  Schema s = onnx("ConvTranspose", {1, 11, 22});
  s.doc("Each cell of x times the window, laid out at steps of the stride and summed.")
      .layout(Layout::implicit);
  s.input("X", floating, "[N, C, spatial...]").input("W", "as X", "[C, M / group, kernel...]");
  s.input("B", "as X", "[M]").optional().output("Y", "[N, M, output...]");
  declare_window(s).attr("group", std::int64_t{1}, "channels are split into so many independent groups");
  s.attr("output_padding", std::vector<std::int64_t>(), "cells more at the end of each axis; empty: none");
  s.attr("output_shape", std::vector<std::int64_t>(),
         "extents of the spatial axes of Y, which then decide the padding; empty: not given");
  const Literal pair = tensor<float>({1, 1, 2}, {1, 10}), window = tensor<float>({1, 1, 3}, {1, 2, 3});
  s.example("stride 2, one cell in common", {{"strides", std::vector<std::int64_t>{2}}},
            {pair, window, tensor<float>({1}, {0.5F})},
            {tensor<float>({1, 1, 5}, {1.5F, 2.5F, 13.5F, 20.5F, 30.5F})});
  s.example("padding cuts, output_padding adds",
            {{"strides", std::vector<std::int64_t>{2}},
             {"pads", std::vector<std::int64_t>{1, 0}},
             {"output_padding", std::vector<std::int64_t>{1}}},
            {pair, window}, {tensor<float>({1, 1, 5}, {2, 13, 20, 30, 0})});
  s.example("output_shape cuts the odd cell in front",
            {{"strides", std::vector<std::int64_t>{2}}, {"output_shape", std::vector<std::int64_t>{4}}},
            {pair, window}, {tensor<float>({1, 1, 4}, {2, 13, 20, 30})});
  s.example("two groups", {{"group", std::int64_t{2}}, {"strides", std::vector<std::int64_t>{1, 2}}},
            {tensor<float>({1, 2, 1, 2}, {1, 2, 3, 4}), tensor<float>({2, 1, 1, 1}, {1, 10})},
            {tensor<float>({1, 2, 1, 3}, {1, 0, 2, 30, 0, 40})});
  return s;
}

// What is cut from the axis when `total` cells must go; never less than none.
std::int64_t front(std::int64_t total, const std::string& auto_pad) {
  total = std::max<std::int64_t>(0, total);
  return auto_pad == "SAME_UPPER" ? total / 2 : total - total / 2;
}

// The window with begin and end as TransposedConvolution has them.
Result<SlidingWindow> window_of(const Node& node) {
  const Desc x = node.input(0), w = node.input(1);
  if (w.rank() != x.rank())
    return Node::fail("input 'W' has rank " + std::to_string(w.rank()) + ", input 'X' " +
                      std::to_string(x.rank()));
  const auto shape = w.numbers();
  const std::int64_t group = node.integer("group");
  if (group < 1 || shape[0] % group != 0 || !(x.dims[1] == Dim(shape[0])))
    return Node::fail("input 'X' has " + dim_text(x.dims[1]) + " channels, but input 'W' takes " +
                      std::to_string(shape[0]) + " and attribute 'group' is " + std::to_string(group));
  BYOM_TRY(SlidingWindow window, sliding_window(node, x, {shape.begin() + 2, shape.end()}));
  std::vector<std::int64_t> extents = node.integers("output_shape");
  if (extents.size() == x.dims.size()) extents.erase(extents.begin(), extents.begin() + 2);
  BYOM_TRY(const auto more, window_detail::list(node, "output_padding", window.axes(), 0, 0));
  if (!extents.empty() && extents.size() != window.axes())
    return Node::fail("attribute 'output_shape' has " + std::to_string(extents.size()) + " numbers for " +
                      std::to_string(window.axes()) + " spatial axes");
  const std::string auto_pad = node.string("auto_pad");
  for (std::size_t a = 0; a < window.axes(); ++a) {
    const std::int64_t surplus = window.span(a) - window.strides[a];
    if (!extents.empty()) {
      if (!x.dims[a + 2].is_number())
        return Node::fail("attribute 'output_shape' needs a fixed extent of axis " + std::to_string(a + 2));
      const std::int64_t surplus_of_all = x.dims[a + 2].number() * window.strides[a] + surplus - extents[a];
      window.begin[a] = front(surplus_of_all + more[a], auto_pad);
      window.end[a] = surplus_of_all - window.begin[a];
    } else if (auto_pad == "SAME_UPPER" || auto_pad == "SAME_LOWER") {
      window.begin[a] = front(surplus + more[a], auto_pad);
      window.end[a] = surplus - window.begin[a];
    } else {
      window.end[a] -= more[a];
    }
  }
  return window;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0), w = node.input(1);
  BYOM_TRY(const SlidingWindow window, window_of(node));
  Shape dims{x.dims[0], w.dims[1] * Dim(node.integer("group"))};
  for (const Dim& extent : transposed_outputs(window, x)) {
    if (extent.is_number() && extent.number() < 1)
      return Node::fail("axis " + std::to_string(dims.size()) + " of its output would have the extent " +
                        std::to_string(extent.number()) + ": 'pads' takes away all that the kernel makes");
    dims.push_back(extent);
  }
  return Descs{{x.dtype, dims}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc w = node.input(1), b = node.input(2);
  BYOM_TRY(const SlidingWindow window, window_of(node));
  if (!w.known || (b.present() && !b.known))
    return Node::fail("its weights are computed by the model; a Keras layer needs constants");
  TransposedConvolution convolution{window, w.known, {}, node.integer("group")};
  if (b.present()) convolution.bias = Weight(b.known);
  return transposed(node, keras, std::move(convolution));
}

Result<kernels::TransposedShape> shape_of(const Node& node) {
  BYOM_TRY(const SlidingWindow window, window_of(node));
  const Desc x = node.input(0);
  const auto in = x.numbers();
  const std::int64_t group = node.integer("group");
  std::vector<std::int64_t> out;
  for (const Dim& extent : transposed_outputs(window, x)) out.push_back(extent.number());
  return kernels::TransposedShape{in[0], in[1], node.input(1).dims[1].number() * group, group,
                                  kernel_window(window, std::span(in).subspan(2), out)};
}

Result<std::uint64_t> scratch(const Node& node) {
  BYOM_TRY(const auto shape, shape_of(node));
  return kernels::transposed_convolution_scatter_scratch_bytes(shape);
}

Result<Done> compute(const Node& node, Io& io) {
  if (io.dtype(0) != BYOM_FLOAT) return Node::fail("only float convolutions are computed here");
  BYOM_TRY(const auto shape, shape_of(node));
  kernels::transposed_convolution_scatter(host_pool(), shape, io.in<float>(0).data(), io.in<float>(1).data(),
                                          io.has(2) ? io.in<float>(2).data() : nullptr,
                                          io.out<float>(0).data(), io.scratch());
  return done;
}
}  // namespace

BYOM_OP(conv_transpose) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute, scratch);
}

}  // namespace byom::op_conv_transpose
