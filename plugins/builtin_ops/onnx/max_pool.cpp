// MaxPool: the largest element of each window, and where it stands.
#include <limits>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/pooling_layers.hpp"

namespace byom::op_max_pool {
namespace {

using Ints = std::vector<std::int64_t>;

Schema schema() {
  Schema s = onnx("MaxPool", {1, 8, 10, 11, 12, 22});
  s.doc("The largest element of each window; padding is never the largest.").layout(Layout::implicit);
  s.input("X", "float,double,float16,int8,uint8", "[N, C, spatial...]").output("Y", "[N, C, output...]");
  s.output("Indices", "where in X, counted from its first element, each of them stands").optional().from(8);
  declare_pool(s);
  s.attr("storage_order", std::int64_t{0}, "1: Indices count columns first").from(8);
  s.attr("ceil_mode", std::int64_t{0}, "1: a window that begins inside but ends beyond the padding counts")
      .from(10);
  s.attr("dilations", Ints(), "steps between cells of a window; empty: 1").from(10);
  const Literal row = tensor<float>({1, 1, 5}, {-3, -1, -2, -5, -4});
  s.example("padding beside negative elements",
            {{"kernel_shape", Ints{3}}, {"strides", Ints{2}}, {"pads", Ints{1, 1}}}, {row},
            {tensor<float>({1, 1, 3}, {-1, -1, -4}), tensor<std::int64_t>({1, 1, 3}, {1, 1, 4})});
  s.example("the last window reaches beyond the end",
            {{"kernel_shape", Ints{2}}, {"strides", Ints{2}}, {"ceil_mode", std::int64_t{1}}}, {row},
            {tensor<float>({1, 1, 3}, {-1, -2, -4})});
  s.example("padding in front only", {{"kernel_shape", Ints{2}}, {"strides", Ints{2}}, {"pads", Ints{1, 0}}},
            {row}, {tensor<float>({1, 1, 3}, {-3, -1, -4})});
  s.example("every other cell", {{"kernel_shape", Ints{2}}, {"dilations", Ints{2}}}, {row},
            {tensor<float>({1, 1, 3}, {-2, -1, -2})});
  s.example("columns first", {{"kernel_shape", Ints{1, 2}}, {"storage_order", std::int64_t{1}}},
            {tensor<float>({1, 1, 2, 2}, {1, 2, 4, 3})},
            {tensor<float>({1, 1, 2, 1}, {2, 4}), tensor<std::int64_t>({1, 1, 2, 1}, {2, 1})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Desc y, pool_output(node));
  if (node.outputs() < 2) return Descs{y};
  return Descs{y, {BYOM_INT64, y.dims}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  if (node.outputs() > 1 && node.wanted(1))
    return Node::fail("output 'Indices' is used; no Keras layer tells where the largest elements stand");
  node.ignore("storage_order", "it is about output 'Indices'");
  return pooled(node, keras, {"MaxPooling", std::numeric_limits<float>::lowest()});
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const auto shape, pool_shape(node));
  const bool columns = node.has("storage_order") && node.integer("storage_order") == 1;
  std::int64_t* indices = io.wants(1) ? io.out<std::int64_t>(1).data() : nullptr;
  return with_type<Types<float, double, std::int8_t, std::uint8_t>>(
      io.dtype(0), [&]<class T>(std::type_identity<T>) {
        kernels::max_pool(host_pool(), shape, io.in<T>(0).data(), io.out<T>(0).data(), indices,
                          columns ? kernels::IndexOrder::column_major : kernels::IndexOrder::row_major);
      });
}
}  // namespace

BYOM_OP(max_pool) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_max_pool
