// Row by row and column by column; ONNX's pools go window by window.
#include "plugins/builtin_ops/shared/pooling_layer.hpp"

#include <string>

#include "plugins/builtin_ops/kernels/pooling.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/sliding_window.hpp"

namespace byom {

namespace {

using Ints = std::vector<std::int64_t>;
using Pooling = void (*)(const kernels::Pool&, const kernels::PoolingShape&, const float*, float*);

Result<SlidingWindow> window_of(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(SlidingWindow w, layer_window(node, "pool_size", false));
  const std::string padding = node.string("padding");
  if (padding != "valid" && padding != "same")
    return Node::fail("only paddings 'valid' and 'same' are served");
  for (std::size_t a = 0; padding == "same" && a < w.axes(); ++a) {
    if (!x.dims[a + 2].is_number()) return Node::fail("padding 'same' needs fixed extents");
    const auto same = kernels::same_padding(x.dims[a + 2].number(), w.kernel[a], w.strides[a], 1);
    w.begin[a] = same.begin;
    w.end[a] = same.end;
  }
  return w;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const SlidingWindow window, window_of(node));
  Shape dims{x.dims[0], x.dims[1]};
  for (const Dim& extent : window_outputs(window, x)) dims.push_back(extent);
  return Descs{{x.dtype, dims}};
}

Result<Done> compute(const Node& node, Io& io, Pooling pooling) {
  BYOM_TRY(const SlidingWindow window, window_of(node));
  const auto in = io.shape(0), out = io.out_shape(0);
  const kernels::PoolingShape shape{in[0] * in[1], kernel_window(window, in.subspan(2), out.subspan(2))};
  pooling(host_pool(), shape, io.in<float>(0).data(), io.out<float>(0).data());
  return done;
}

// Examples of one row of three cells.
Op pooling_layer(const std::string& type, int axes, const char* doc, const std::vector<float>& valid,
                 const std::vector<float>& same, Pooling pooling) {
  const auto n = static_cast<std::size_t>(axes);
  Ints image(n + 2, 1), window(n, 1), shorter = image;
  image.back() = 3;
  window.back() = 2;
  shorter.back() = 2;
  Schema s = keras_layer(type);
  s.doc(doc).layout(Layout::implicit);
  s.input("inputs", "float", "[N, C, spatial...]").output("outputs", "[N, C, output...]");
  s.attr("pool_size", Ints(n, 2), "extents of the window");
  s.attr_of(BYOM_ATTR_INTS, "strides", "steps between windows");
  s.attr("padding", "valid", "valid, or same: cells beyond the edges, which do not count")
      .attr("data_format", "channels_last", "'channels_first' is the only one served");
  const Literal x = tensor<float>(image, {-4, -2, -6});
  s.example("valid", {{"pool_size", window}, {"strides", Ints(n, 1)}, {"data_format", "channels_first"}}, {x},
            {tensor<float>(shorter, valid)});
  s.example("same",
            {{"pool_size", window},
             {"strides", Ints(n, 1)},
             {"padding", "same"},
             {"data_format", "channels_first"}},
            {x}, {tensor<float>(image, same)});
  return Op(s)
      .infer(infer)
      .kernel([pooling](const Node& node, Io& io) { return compute(node, io, pooling); })
      .layer(Layer().both(type));
}

}  // namespace

Op max_pooling_layer(int axes) {
  return pooling_layer("MaxPooling" + std::to_string(axes) + "D", axes, "The largest element of each window.",
                       {-2, -2}, {-2, -2, -6}, kernels::max_pool_separable);
}

Op average_pooling_layer(int axes) {
  return pooling_layer("AveragePooling" + std::to_string(axes) + "D", axes,
                       "The mean of each window's cells.", {-3, -4}, {-3, -4, -6},
                       kernels::average_pool_separable);
}

}  // namespace byom
