// Unsqueeze: inserts axes of extent 1.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/axes_input.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/reshaping.hpp"

namespace byom::op_unsqueeze {
namespace {

Schema schema() {
  Schema s = onnx("Unsqueeze", {1, 11, 13, 21, 23, 24, 25});
  s.doc("The same elements with new axes of extent 1, at the positions given in the result.");
  s.input("data", any_type, "any shape");
  declare_axes(s, "positions in the result", false).output("expanded", "the same elements");
  const Literal data = tensor<float>({2, 1}, {1, 2});
  s.example("in front and at the end", {}, {data, tensor<std::int64_t>({2}, {-1, 0})},
            {tensor<float>({1, 2, 1, 1}, {1, 2})});
  s.example("a scalar", {}, {tensor<float>({}, {3}), tensor<std::int64_t>({1}, {0})},
            {tensor<float>({1}, {3})});
  s.example("an attribute", {{"axes", std::vector<std::int64_t>{1}}}, {data},
            {tensor<float>({2, 1, 1}, {1, 2})}, 11);
  return s;
}

Result<Shape> shape_of(const Node& node) {
  Shape dims = node.input(0).dims;
  BYOM_TRY(const auto stated, stated_axes(node));
  if (!stated) return Node::fail("it names no axes");
  const auto rank = static_cast<std::int64_t>(dims.size() + stated->size());
  BYOM_TRY(const std::vector<std::int64_t> axes, checked_axes(*stated, rank));
  for (const std::int64_t axis : axes) dims.insert(dims.begin() + axis, Dim(1));
  return dims;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(Shape dims, shape_of(node));
  Desc out(node.input(0).dtype, std::move(dims));
  if (out.rank() <= 1) out.values = node.input(0).values;
  return Descs{out};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Shape dims, shape_of(node));
  return Vals{reshaped(keras, keras.input(0), node.input(0).dims, dims)};
}
}  // namespace

BYOM_OP(unsqueeze) {
  return Op(schema()).infer(infer).translate(translate).kernel(copy_elements);
}

}  // namespace byom::op_unsqueeze
