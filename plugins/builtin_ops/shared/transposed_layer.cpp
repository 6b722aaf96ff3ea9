// Kernels [spatial..., filters, in], computed residue by residue of the output modulo the stride.
#include "plugins/builtin_ops/shared/transposed_layer.hpp"

#include <algorithm>
#include <string>

#include "plugins/builtin_ops/kernels/transposed_convolution.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/sliding_window.hpp"

namespace byom {

namespace {

// The window with what is cut at both ends of the output; a negative end: added.
Result<SlidingWindow> window_of(const Node& node) {
  BYOM_TRY(SlidingWindow w, layer_window(node, "kernel_size"));
  const std::string padding = node.string("padding");
  if (padding != "valid" && padding != "same")
    return Node::fail("only paddings 'valid' and 'same' are served");
  std::vector<std::int64_t> expected = w.kernel;
  expected.push_back(node.integer("filters"));
  expected.push_back(node.input(0).dims[1].number());
  if (node.input(1).numbers() != expected)
    return Node::fail("the kernel's shape does not fit the configuration");
  std::vector<std::int64_t> more = node.integers("output_padding");
  if (!more.empty()) {
    BYOM_TRY(more, window_detail::exact_list("output_padding", w.axes(), 0, more));
  }
  for (std::size_t a = 0; a < w.axes(); ++a) {
    const std::int64_t surplus = w.span(a) - w.strides[a];
    const std::int64_t cut = padding == "same" ? std::max<std::int64_t>(0, surplus) : 0;
    w.begin[a] = cut / 2;
    if (more.empty())
      w.end[a] = padding == "same" ? surplus - cut / 2 : std::min<std::int64_t>(0, surplus);
    else if (padding == "same")
      return Node::fail("padding 'same' with output_padding is not served");
    else
      w.end[a] = -more[a];
  }
  return w;
}

Shape outputs_of(const SlidingWindow& w, const Desc& x) {
  Shape extents;
  for (std::size_t a = 0; a < w.axes(); ++a)
    extents.push_back(x.dims[a + 2] * Dim(w.strides[a]) +
                      Dim(w.span(a) - w.strides[a] - w.begin[a] - w.end[a]));
  return extents;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const SlidingWindow window, window_of(node));
  Shape dims{x.dims[0], Dim(node.integer("filters"))};
  for (const Dim& extent : outputs_of(window, x)) dims.push_back(extent);
  return Descs{{x.dtype, dims}};
}

Result<kernels::TransposedShape> shape_of(const Node& node) {
  BYOM_TRY(const SlidingWindow window, window_of(node));
  const Desc x = node.input(0);
  const auto in = x.numbers();
  std::vector<std::int64_t> out;
  for (const Dim& extent : outputs_of(window, x)) out.push_back(extent.number());
  return kernels::TransposedShape{in[0], in[1], node.integer("filters"), 1,
                                  kernel_window(window, std::span(in).subspan(2), out)};
}

Result<std::uint64_t> scratch(const Node& node) {
  BYOM_TRY(const auto shape, shape_of(node));
  return kernels::transposed_convolution_gather_scratch_bytes(shape);
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const auto shape, shape_of(node));
  const bool bias = node.flag("use_bias");
  kernels::transposed_convolution_gather(host_pool(), shape, io.in<float>(0).data(), io.in<float>(1).data(),
                                         bias ? io.in<float>(2).data() : nullptr, io.out<float>(0).data(),
                                         io.scratch());
  return done;
}

void add_examples(Schema& s, std::size_t axes) {
  std::vector<std::int64_t> image(axes + 2, 1), kernel = image, four = image, three = image, two(axes, 1),
                                                one(axes, 0), many(axes, 1);
  image.back() = 2;
  kernel[axes - 1] = 3;
  four.back() = 6;
  three.back() = 4;
  two.back() = 2;
  one.back() = 1;
  many.back() = 3;
  s.example("output_padding",
            {{"filters", 1},
             {"kernel_size", many},
             {"strides", two},
             {"output_padding", one},
             {"data_format", "channels_first"}},
            {tensor<float>(image, {1, 10}), tensor<float>(kernel, {1, 2, 3}), tensor<float>({1}, {0.5F})},
            {tensor<float>(four, {1.5F, 2.5F, 13.5F, 20.5F, 30.5F, 0.5F})});
  s.example("same cuts the odd cell at the end",
            {{"filters", 1},
             {"kernel_size", many},
             {"strides", two},
             {"padding", "same"},
             {"use_bias", false},
             {"data_format", "channels_first"}},
            {tensor<float>(image, {1, 10}), tensor<float>(kernel, {1, 2, 3})},
            {tensor<float>(three, {1, 2, 13, 20})});
}

}  // namespace

Op transposed_convolution_layer(int axes) {
  const std::string type = "Conv" + std::to_string(axes) + "DTranspose";
  const std::vector<std::int64_t> ones(static_cast<std::size_t>(axes), 1);
  Schema s = keras_layer(type);
  s.doc("Keras's transposed convolution over " + std::to_string(axes) + " spatial axes.")
      .layout(Layout::implicit);
  s.input("inputs", "float", "[N, C, spatial...]").output("outputs", "[N, filters, output...]");
  s.attr_of(BYOM_ATTR_INT, "filters", "output channels")
      .attr_of(BYOM_ATTR_INTS, "kernel_size", "extents of the window")
      .attr("strides", ones, "steps between windows in the output")
      .attr("padding", "valid", "valid or same")
      .attr("data_format", "channels_last", "'channels_first' is the only one served")
      .attr("dilation_rate", ones, "steps between cells of a window")
      .attr("use_bias", true, "whether there is a bias");
  s.attr_of(BYOM_ATTR_INTS, "output_padding",
            "cells more at the end; none: as many as make the output cover every stride")
      .optional();
  add_examples(s, static_cast<std::size_t>(axes));
  return Op(s)
      .infer(infer)
      .kernel(compute, scratch)
      .layer(Layer()
                 .both(type)
                 .weight("kernel", "", BYOM_WEIGHT_TRAINABLE | BYOM_WEIGHT_KERNEL, "kernel_initializer")
                 .weight("bias", "use_bias", BYOM_WEIGHT_TRAINABLE, "bias_initializer"));
}

}  // namespace byom
