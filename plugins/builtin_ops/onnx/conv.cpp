// Conv: y = x * w + b over one to three spatial axes, channels first.
#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/convolution.hpp"
#include "plugins/builtin_ops/shared/convolving.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/sliding_window.hpp"

namespace byom::op_conv {
namespace {

Schema schema() {
  Schema s = onnx("Conv", {1, 11, 22});
  s.doc("Convolution of x with the filters w, plus one bias for each filter.").layout(Layout::implicit);
  s.input("X", floating, "[N, C, spatial...]")
      .input("W", "as X", "[M, C / group, kernel...]")
      .input("B", "as X", "[M]")
      .optional()
      .output("Y", "[N, M, output...]");
  declare_window(s).attr("group", std::int64_t{1},
                         "channels and filters are split into so many independent groups");
  s.example(
      "3x3 mean at the border", {{"pads", std::vector<std::int64_t>{1, 1, 1, 1}}},
      {tensor<float>({1, 1, 2, 2}, {1, 2, 3, 4}), tensor<float>({1, 1, 3, 3}, {1, 1, 1, 1, 1, 1, 1, 1, 1})},
      {tensor<float>({1, 1, 2, 2}, {10, 10, 10, 10})});
  s.example(
      "bias, stride 2", {{"strides", std::vector<std::int64_t>{2}}},
      {tensor<float>({1, 1, 4}, {1, 2, 3, 4}), tensor<float>({1, 1, 2}, {1, -1}), tensor<float>({1}, {0.5F})},
      {tensor<float>({1, 1, 2}, {-0.5F, -0.5F})});
  return s;
}

Result<SlidingWindow> window_of(const Node& node) {
  const Desc x = node.input(0), w = node.input(1);
  if (w.rank() != x.rank())
    return Node::fail("input 'W' has rank " + std::to_string(w.rank()) + ", input 'X' " +
                      std::to_string(x.rank()));
  const auto filters = w.numbers();
  const std::int64_t group = node.integer("group");
  if (group < 1 || filters[0] % group != 0 || !(x.dims[1] == Dim(filters[1] * group)))
    return Node::fail("input 'X' has " + dim_text(x.dims[1]) + " channels, but the " +
                      std::to_string(filters[0]) + " filters of input 'W' take " +
                      std::to_string(filters[1]) + " each and attribute 'group' is " + std::to_string(group));
  BYOM_TRY(SlidingWindow window, sliding_window(node, x, {filters.begin() + 2, filters.end()}));
  BYOM_CHECK_OK(check_room(window, x));
  return window;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0), w = node.input(1);
  BYOM_TRY(const SlidingWindow window, window_of(node));
  Shape dims{x.dims[0], w.dims[0]};
  for (const Dim& extent : window_outputs(window, x)) dims.push_back(extent);
  return Descs{{x.dtype, dims}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc w = node.input(1), b = node.input(2);
  BYOM_TRY(const SlidingWindow window, window_of(node));
  if (!w.known || (b.present() && !b.known))
    return Node::fail("its weights are computed by the model; a Keras layer needs constants");
  Convolution convolution{window, Weight(w.known), {}, node.integer("group")};
  if (b.present()) convolution.bias = Weight(b.known);
  return Vals{convolved(keras, "", keras.input(0), convolution)};
}

Result<kernels::ConvolutionShape> shape_of(const Node& node) {
  BYOM_TRY(const SlidingWindow window, window_of(node));
  const Desc x = node.input(0);
  const auto in = x.numbers(), filters = node.input(1).numbers();
  std::vector<std::int64_t> out;
  for (const Dim& extent : window_outputs(window, x)) out.push_back(extent.number());
  return kernels::ConvolutionShape{in[0], in[1], filters[0], node.integer("group"),
                                   kernel_window(window, std::span(in).subspan(2), out)};
}

Result<std::uint64_t> scratch(const Node& node) {
  BYOM_TRY(const auto shape, shape_of(node));
  return kernels::convolution_im2col_scratch_bytes(shape);
}

Result<Done> compute(const Node& node, Io& io) {
  if (io.dtype(0) != BYOM_FLOAT) return Node::fail("only float convolutions are computed here");
  BYOM_TRY(const auto shape, shape_of(node));
  kernels::convolution_im2col(host_pool(), shape, io.in<float>(0).data(), io.in<float>(1).data(),
                              io.has(2) ? io.in<float>(2).data() : nullptr, io.out<float>(0).data(),
                              io.scratch());
  return done;
}
}  // namespace

BYOM_OP(conv) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute, scratch);
}

}  // namespace byom::op_conv
