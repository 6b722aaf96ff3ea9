// Keras's convolution layers: kernels [spatial..., in / groups, filters], computed tap by tap.
#include "plugins/builtin_ops/shared/convolution_layer.hpp"

#include "plugins/builtin_ops/kernels/convolution.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/sliding_window.hpp"

namespace byom {

namespace {

Result<SlidingWindow> window_of(const Node& node) {
  BYOM_TRY(SlidingWindow w, layer_window(node, "kernel_size"));
  if (node.string("padding") != "valid") return Node::fail("only padding 'valid' is served");
  const Desc x = node.input(0), kernel = node.input(1);
  const std::int64_t channels = x.dims[1].number(), groups = node.integer("groups"),
                     filters = node.integer("filters");
  if (groups < 1 || channels % groups != 0 || filters % groups != 0)
    return Node::fail("attribute 'groups' is " + std::to_string(groups) + ", which does not divide " +
                      std::to_string(channels) + " channels and " + std::to_string(filters) + " filters");
  std::vector<std::int64_t> expected = w.kernel;
  expected.push_back(channels / groups);
  expected.push_back(filters);
  if (kernel.numbers() != expected) return Node::fail("the kernel's shape does not fit the configuration");
  return w;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const SlidingWindow window, window_of(node));
  Shape dims{x.dims[0], Dim(node.integer("filters"))};
  for (const Dim& extent : window_outputs(window, x)) dims.push_back(extent);
  return Descs{{x.dtype, dims}};
}

Result<kernels::ConvolutionShape> shape_of(const Node& node) {
  BYOM_TRY(const SlidingWindow window, window_of(node));
  const Desc x = node.input(0);
  const auto in = x.numbers();
  std::vector<std::int64_t> out;
  for (const Dim& extent : window_outputs(window, x)) out.push_back(extent.number());
  return kernels::ConvolutionShape{in[0], in[1], node.integer("filters"), node.integer("groups"),
                                   kernel_window(window, std::span(in).subspan(2), out)};
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

Op convolution_layer(int axes) {
  const std::string type = "Conv" + std::to_string(axes) + "D";
  const std::vector<std::int64_t> ones(static_cast<std::size_t>(axes), 1);
  Schema s = keras_layer(type);
  s.doc("Keras's convolution over " + std::to_string(axes) + " spatial axes.").layout(Layout::implicit);
  s.input("inputs", "float", "[N, C, spatial...]").output("outputs", "[N, filters, output...]");
  s.attr_of(BYOM_ATTR_INT, "filters", "output channels")
      .attr_of(BYOM_ATTR_INTS, "kernel_size", "extents of the window")
      .attr("strides", ones, "steps between windows")
      .attr("padding", "valid", "always 'valid': padding is a layer of its own")
      .attr("data_format", "channels_last", "'channels_first' is the only one served")
      .attr("dilation_rate", ones, "steps between cells of a window")
      .attr("groups", std::int64_t{1}, "independent groups of channels")
      .attr("use_bias", true, "whether there is a bias");
  // One 1-wide window of two channels: 2 * 3 + 10 * 0.5 - 1.
  std::vector<std::int64_t> image(static_cast<std::size_t>(axes) + 2, 1), kernel = image;
  image[1] = 2;
  kernel[static_cast<std::size_t>(axes)] = 2;
  s.example("two channels and a bias",
            {{"filters", 1}, {"kernel_size", ones}, {"data_format", "channels_first"}},
            {tensor<float>(image, {2, 10}), tensor<float>(kernel, {3, 0.5F}), tensor<float>({1}, {-1})},
            {tensor<float>(std::vector<std::int64_t>(image.size(), 1), {10})});
  return Op(s)
      .infer(infer)
      .kernel(compute, scratch)
      .layer(Layer()
                 .both(type)
                 .weight("kernel", "", BYOM_WEIGHT_TRAINABLE | BYOM_WEIGHT_KERNEL, "kernel_initializer")
                 .weight("bias", "use_bias", BYOM_WEIGHT_TRAINABLE, "bias_initializer"));
}

}  // namespace byom
