// LpPool: the norm of each window; padding adds nothing to it.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/p_norm.hpp"
#include "plugins/builtin_ops/shared/pooling_layers.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_lp_pool {
namespace {

using Ints = std::vector<std::int64_t>;

Schema schema() {
  Schema s = onnx("LpPool", {1, 2, 11, 18, 22});
  s.doc("The norm of each window; padding adds nothing to it.").layout(Layout::implicit);
  s.input("X", floating, "[N, C, spatial...]").output("Y", "[N, C, output...]");
  declare_order(declare_pool(s));
  s.attr("ceil_mode", std::int64_t{0}, "1: a window that begins inside but ends beyond the padding counts")
      .from(18);
  s.attr("dilations", Ints(), "steps between cells of a window; empty: 1").from(18);
  const Literal row = tensor<float>({1, 1, 4}, {3, -4, 0, 2});
  s.example("no padding", {{"kernel_shape", Ints{2}}, {"strides", Ints{2}}}, {row},
            {tensor<float>({1, 1, 2}, {5, 2})});
  s.example("padding, the order 1", {{"kernel_shape", Ints{3}}, {"pads", Ints{1, 1}}, {"p", 1}}, {row},
            {tensor<float>({1, 1, 4}, {7, 7, 6, 2})});
  s.example("a last window that is cut", {{"kernel_shape", Ints{3}}, {"strides", Ints{2}}, {"ceil_mode", 1}},
            {row}, {tensor<float>({1, 1, 2}, {5, 2})});
  s.example("dilations", {{"kernel_shape", Ints{2}}, {"dilations", Ints{2}}},
            {tensor<float>({1, 1, 4}, {3, 5, 4, 12})}, {tensor<float>({1, 1, 2}, {5, 13})});
  return s;
}

Result<double> order(const Node& node) {
  return order_of(node, node.since() < 2);
}

Result<Descs> infer(const Node& node) {
  BYOM_CHECK_OK(order(node));
  BYOM_TRY(const Desc y, pool_output(node));
  return Descs{y};
}

// The sum of a window is its mean, taken over all of its cells, times their number.
Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const double p, order(node));
  BYOM_TRY(const SlidingWindow window, pool_window(node));
  float cells = 1;
  for (const std::int64_t extent : window.kernel) cells *= static_cast<float>(extent);
  const PoolRule means = {.type = "AveragePooling", .counts = true, .whole = true, .role = "mean"};
  BYOM_TRY(const Vals mean, pooled(node, keras, means, powers(keras, keras.input(0), p)));
  if (p == 1) return Vals{rescaled(keras, mean[0], cells, 0)};
  return Vals{rooted(keras, rescaled(keras, mean[0], cells, 0, "sum"), p)};
}

// The sum of |x|^p over the window of output cell `o` of a plane.
template <class T>
double window_sum(const kernels::Window& w, const T* plane, const kernels::Spatial& o, double p) {
  const auto place = [&](std::size_t a, std::int64_t k) {
    return o[a] * w.stride[a] + k * w.dilation[a] - w.pad_begin[a];
  };
  const auto inside = [&](std::size_t a, std::int64_t at) { return at >= 0 && at < w.input[a]; };
  double sum = 0;
  for (std::int64_t i = 0; i < w.kernel[0]; ++i)
    for (std::int64_t j = 0; j < w.kernel[1]; ++j)
      for (std::int64_t k = 0; k < w.kernel[2]; ++k) {
        const std::int64_t depth = place(0, i), row = place(1, j), column = place(2, k);
        if (inside(0, depth) && inside(1, row) && inside(2, column))
          sum +=
              power(static_cast<double>(widen(plane[(depth * w.input[1] + row) * w.input[2] + column])), p);
      }
  return sum;
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const double p, order(node));
  BYOM_TRY(const kernels::PoolingShape shape, pool_shape(node));
  const kernels::Window& w = shape.window;
  const std::int64_t cells = kernels::volume(w.output), width = w.output[2], height = w.output[1];
  return with_type<AllFloats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const T* x = io.in<T>(0).data();
    const auto y = io.out<T>(0);
    parallel_for(y.size(), 256, [&](std::uint64_t begin, std::uint64_t end) {
      for (auto i = static_cast<std::int64_t>(begin); i < static_cast<std::int64_t>(end); ++i) {
        const std::int64_t cell = i % cells;
        const T* plane = x + i / cells * kernels::volume(w.input);
        const kernels::Spatial o = {cell / width / height, cell / width % height, cell % width};
        y[static_cast<std::size_t>(i)] = narrow<T>(root(window_sum(w, plane, o, p), p));
      }
    });
  });
}
}  // namespace

BYOM_OP(lp_pool) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_lp_pool
