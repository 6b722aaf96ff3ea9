// AveragePool: the mean of each window.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/pooling_layers.hpp"

namespace byom::op_average_pool {
namespace {

using Ints = std::vector<std::int64_t>;

Schema schema() {
  Schema s = onnx("AveragePool", {1, 7, 10, 11, 19, 22});
  s.doc("The mean of each window, of its cells inside X or of all of them.").layout(Layout::implicit);
  s.input("X", floating, "[N, C, spatial...]").output("Y", "[N, C, output...]");
  declare_pool(s);
  s.attr("count_include_pad", std::int64_t{0}, "1: zeros of the padding count").from(7);
  s.attr("ceil_mode", std::int64_t{0}, "1: a window that begins inside but ends beyond the padding counts")
      .from(10);
  s.attr("dilations", Ints(), "steps between cells of a window; empty: 1").from(19);
  const Literal row = tensor<float>({1, 1, 4}, {2, 4, 6, 12});
  s.example("padding does not count", {{"kernel_shape", Ints{3}}, {"pads", Ints{1, 1}}}, {row},
            {tensor<float>({1, 1, 4}, {3, 4, 22.0F / 3, 9})});
  s.example("padding counts",
            {{"kernel_shape", Ints{2}},
             {"strides", Ints{2}},
             {"pads", Ints{1, 1}},
             {"count_include_pad", std::int64_t{1}}},
            {row}, {tensor<float>({1, 1, 3}, {1, 5, 6})});
  s.example("what lies beyond the padding never counts",
            {{"kernel_shape", Ints{3}},
             {"strides", Ints{2}},
             {"ceil_mode", std::int64_t{1}},
             {"count_include_pad", std::int64_t{1}}},
            {row}, {tensor<float>({1, 1, 2}, {4, 9})});
  s.example("padding at the end only",
            {{"kernel_shape", Ints{3}}, {"strides", Ints{3}}, {"pads", Ints{0, 2}}}, {row},
            {tensor<float>({1, 1, 2}, {4, 12})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Desc y, pool_output(node));
  return Descs{y};
}

bool counts_padding(const Node& node) {
  return node.has("count_include_pad") && node.integer("count_include_pad") != 0;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  return pooled(node, keras, {"AveragePooling", 0, true, counts_padding(node)});
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const auto shape, pool_shape(node));
  BYOM_TRY(const SlidingWindow window, pool_window(node));
  const auto divisor = counts_padding(node) ? kernels::Divisor::padded : kernels::Divisor::inside;
  return with_type<Floats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    kernels::average_pool(host_pool(), shape, divisor, kernels::spatial(window.end, 0), io.in<T>(0).data(),
                          io.out<T>(0).data());
  });
}
}  // namespace

BYOM_OP(average_pool) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_average_pool
