// GlobalLpPool: the norm of all cells of a channel.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/global_pooling.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/p_norm.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_global_lp_pool {
namespace {

Schema schema() {
  Schema s = onnx("GlobalLpPool", {1, 2, 22});
  s.doc("The norm of all cells of a channel.").layout(Layout::implicit);
  s.input("X", floating, "[N, C, spatial...]").output("Y", "[N, C, 1...]");
  declare_order(s);
  s.example("two channels", {}, {tensor<float>({1, 2, 1, 2}, {3, -4, 0, 2})},
            {tensor<float>({1, 2, 1, 1}, {5, 2})});
  s.example("the order 1", {{"p", 1}}, {tensor<float>({1, 1, 3}, {1, -2, 4})},
            {tensor<float>({1, 1, 1}, {7})});
  s.example("the order 3", {{"p", 3}}, {tensor<float>({1, 1, 3}, {3, -4, 5})},
            {tensor<float>({1, 1, 1}, {6})});
  return s;
}

Result<double> order(const Node& node) {
  return order_of(node, node.since() < 2);
}

Result<Descs> infer(const Node& node) {
  BYOM_CHECK_OK(order(node));
  return infer_global_pool(node);
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const double p, order(node));
  if (node.input(0).rank() < 3) return Node::fail("the input has no spatial axes; Keras would sum all axes");
  std::vector<std::int64_t> axes;
  for (std::int64_t axis = 2; axis < node.input(0).rank(); ++axis) axes.push_back(axis);
  const Attrs config = {{"axis", axes}, {"keepdims", true}};
  const Val terms = powers(keras, keras.input(0), p);
  if (p == 1) return Vals{keras.layer("ops.Sum", config, {terms})};
  return Vals{rooted(keras, keras.helper("sum", "ops.Sum", config, {terms}), p)};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const double p, order(node));
  const auto shape = io.shape(0);
  const auto cells = static_cast<std::uint64_t>(count_of(shape, 2, shape.size()));
  return with_type<AllFloats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const auto x = io.in<T>(0);
    const auto y = io.out<T>(0);
    parallel_for(y.size(), 16, [&](std::uint64_t begin, std::uint64_t end) {
      for (std::uint64_t plane = begin; plane < end; ++plane) {
        double sum = 0;
        for (const T cell : x.subspan(plane * cells, cells))
          sum += power(static_cast<double>(widen(cell)), p);
        y[plane] = narrow<T>(root(sum, p));
      }
    });
  });
}
}  // namespace

BYOM_OP(global_lp_pool) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_global_lp_pool
