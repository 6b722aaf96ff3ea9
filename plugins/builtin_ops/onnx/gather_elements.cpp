// GatherElements: elements picked one by one along an axis.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/element_places.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_gather_elements {
namespace {

Schema schema() {
  Schema s = onnx("GatherElements", {11, 13});
  s.doc("For each index the element of data at its own coordinates, but for `axis`, where the index says.");
  s.layout(Layout::attribute);
  s.input("data", any_type, "at least one axis").input("indices", integral, "rank of data").index();
  s.output("output", "shape of indices").attr("axis", std::int64_t{0}, "negative counts from the end");
  const Literal data = tensor<float>({2, 2}, {1, 2, 3, 4});
  s.example("columns", {{"axis", 1}}, {data, tensor<std::int64_t>({2, 2}, {0, 0, 1, -2})},
            {tensor<float>({2, 2}, {1, 1, 4, 3})});
  s.example("rows, fewer columns", {}, {data, tensor<std::int32_t>({3, 1}, {1, 0, -1})},
            {tensor<float>({3, 1}, {3, 1, 3})});
  return s;
}

Result<std::size_t> axis_of(const Node& node) {
  return checked_places(node.input(0), node.input(1), node.integer("axis"));
}

Result<Descs> infer(const Node& node) {
  BYOM_CHECK_OK(axis_of(node));
  return Descs{{node.input(0).dtype, node.input(1).dims}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const std::size_t axis, axis_of(node));
  const Desc data = node.input(0), indices = node.input(1);
  for (std::size_t a = 0; a < data.dims.size(); ++a)
    if (a != axis && !(data.dims[a] == indices.dims[a]))
      return Node::fail("its indices leave out a part of axis " + std::to_string(a) +
                        ", which Keras does not");
  BYOM_TRY(const Val any, first_activation(node, keras));
  BYOM_TRY(const Val x, operand(node, keras, 0, any, "data"));
  BYOM_TRY(const Val places, operand(node, keras, 1, any, "indices"));
  return Vals{keras.layer("ops.TakeAlongAxis", {{"axis", static_cast<std::int64_t>(axis)}}, {x, places})};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const std::size_t axis, axis_of(node));
  return take_elements(io, axis);
}
}  // namespace

BYOM_OP(gather_elements) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_gather_elements
