// DepthwiseConv2D: every channel convolved with windows of its own.
#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/convolution.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/sliding_window.hpp"

namespace byom::op_keras_depthwise_conv2d {
namespace {

Schema schema() {
  const std::vector<std::int64_t> ones{1, 1};
  Schema s = keras_layer("DepthwiseConv2D");
  s.doc("depth_multiplier windows for each channel, every one with an output channel of its own.")
      .layout(Layout::implicit);
  s.input("inputs", "float", "[N, C, H, W]").output("outputs", "[N, C * depth_multiplier, output...]");
  s.attr_of(BYOM_ATTR_INTS, "kernel_size", "extents of the window")
      .attr("strides", ones, "steps between windows")
      .attr("padding", "valid", "always 'valid': padding is a layer of its own")
      .attr("depth_multiplier", std::int64_t{1}, "windows for each channel")
      .attr("data_format", "channels_last", "'channels_first' is the only one served")
      .attr("dilation_rate", ones, "steps between cells of a window")
      .attr("use_bias", true, "whether there is a bias");
  s.example("two channels, two windows each",
            {{"kernel_size", ones}, {"depth_multiplier", 2}, {"data_format", "channels_first"}},
            {tensor<float>({1, 2, 1, 1}, {3, 5}), tensor<float>({1, 1, 2, 2}, {1, 2, 10, 20}),
             tensor<float>({4}, {0, 0, 0, 1})},
            {tensor<float>({1, 4, 1, 1}, {3, 6, 50, 101})});
  s.example("a difference of rows, no bias",
            {{"kernel_size", std::vector<std::int64_t>{2, 1}},
             {"use_bias", false},
             {"data_format", "channels_first"}},
            {tensor<float>({1, 1, 3, 1}, {1, 4, 9}), tensor<float>({2, 1, 1, 1}, {-1, 1})},
            {tensor<float>({1, 1, 2, 1}, {3, 5})});
  return s;
}

Result<SlidingWindow> window_of(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(SlidingWindow w, layer_window(node, "kernel_size"));
  if (node.string("padding") != "valid" || w.axes() != 2)
    return Node::fail("only images and padding 'valid' are served");
  std::vector<std::int64_t> expected = w.kernel;
  expected.push_back(x.dims[1].number());
  expected.push_back(node.integer("depth_multiplier"));
  if (node.input(1).numbers() != expected)
    return Node::fail("the kernel's shape does not fit the configuration");
  return w;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const SlidingWindow window, window_of(node));
  const Shape out = window_outputs(window, x);
  return Descs{{x.dtype, {x.dims[0], x.dims[1] * Dim(node.integer("depth_multiplier")), out[0], out[1]}}};
}

// [kernel..., C, depth_multiplier] lies in memory as [kernel..., 1, C * depth_multiplier], the kernel of C
// groups.
Result<kernels::ConvolutionShape> shape_of(const Node& node) {
  BYOM_TRY(const SlidingWindow window, window_of(node));
  const Desc x = node.input(0);
  const auto in = x.numbers();
  const Shape out = window_outputs(window, x);
  return kernels::ConvolutionShape{
      in[0], in[1], in[1] * node.integer("depth_multiplier"), in[1],
      kernel_window(window, std::span(in).subspan(2), std::vector{out[0].number(), out[1].number()})};
}

Result<std::uint64_t> scratch(const Node& node) {
  BYOM_TRY(const auto shape, shape_of(node));
  return kernels::convolution_shifted_scratch_bytes(shape);
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const auto shape, shape_of(node));
  const bool bias = node.flag("use_bias");
  kernels::convolution_shifted(host_pool(), shape, io.in<float>(0).data(), io.in<float>(1).data(),
                               bias ? io.in<float>(2).data() : nullptr, io.out<float>(0).data(),
                               io.scratch());
  return done;
}
}  // namespace

BYOM_OP(keras_depthwise_conv2d) {
  return Op(schema())
      .infer(infer)
      .kernel(compute, scratch)
      .layer(Layer()
                 .both("DepthwiseConv2D")
                 .weight("depthwise_kernel", "", BYOM_WEIGHT_TRAINABLE | BYOM_WEIGHT_KERNEL,
                         "depthwise_initializer")
                 .weight("bias", "use_bias", BYOM_WEIGHT_TRAINABLE, "bias_initializer"));
}

}  // namespace byom::op_keras_depthwise_conv2d
