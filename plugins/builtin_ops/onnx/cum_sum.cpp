// CumSum: sums that grow along an axis.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/running_sum.hpp"

namespace byom::op_cum_sum {
namespace {

Schema schema() {
  Schema s = onnx("CumSum", {11, 14});
  s.doc("At each cell of the axis the sum of the cells up to it.").layout(Layout::attribute);
  s.input("x", "float,double,float16,bfloat16,int32,int64,uint32,uint64", "at least one axis");
  s.input("axis", integral, "one number; negative counts from the end")
      .shape_like()
      .output("y", "shape of x");
  s.attr("exclusive", std::int64_t{0}, "1: the cell's own number is left out");
  s.attr("reverse", std::int64_t{0}, "1: from the end");
  const Literal x = tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6});
  const Literal last = tensor<std::int32_t>({}, {-1});
  s.example("forwards", {}, {x, last}, {tensor<float>({2, 3}, {1, 3, 6, 4, 9, 15})});
  s.example("exclusive", {{"exclusive", 1}}, {x, last}, {tensor<float>({2, 3}, {0, 1, 3, 0, 4, 9})});
  s.example("from the end", {{"reverse", 1}}, {x, last}, {tensor<float>({2, 3}, {6, 5, 3, 15, 11, 6})});
  s.example("both", {{"exclusive", 1}, {"reverse", 1}}, {x, last},
            {tensor<float>({2, 3}, {5, 3, 0, 11, 6, 0})});
  return s;
}

Result<std::size_t> axis_of(const Node& node) {
  BYOM_TRY(const auto stated, node.constant_integers(1, "axis"));
  if (stated.size() != 1) return Node::fail("input 'axis' must be one number");
  const Desc x = node.input(0);
  BYOM_TRY(const std::int64_t axis, checked_axis(stated[0], x.rank()));
  if (!x.dims[static_cast<std::size_t>(axis)].is_number()) return mixes_samples("sums along the batch");
  return static_cast<std::size_t>(axis);
}

Result<Descs> infer(const Node& node) {
  BYOM_CHECK_OK(axis_of(node));
  return same_as_first(node);
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const std::size_t axis, axis_of(node));
  const auto at = static_cast<std::int64_t>(axis);
  const bool reverse = node.integer("reverse") != 0, exclusive = node.integer("exclusive") != 0;
  const Val x = keras.input(0);
  const Attrs along{{"axis", at}};
  const auto step = [&](const char* role, bool last, const char* type, const Vals& in) {
    const Attrs config = std::string(type) == "ops.Subtract" ? Attrs{} : along;
    return last ? keras.layer(type, config, in) : keras.helper(role, type, config, in);
  };
  Val y = reverse ? keras.helper("backwards", "ops.Flip", along, {x}) : x;
  y = step("sum", !reverse && !exclusive, "ops.Cumsum", {y});
  if (reverse) y = step("forwards", !exclusive, "ops.Flip", {y});
  return Vals{exclusive ? step("", true, "ops.Subtract", {y, x}) : y};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const std::size_t axis, axis_of(node));
  return sum_along(io, axis, node.integer("exclusive") != 0, node.integer("reverse") != 0);
}
}  // namespace

BYOM_OP(cum_sum) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_cum_sum
