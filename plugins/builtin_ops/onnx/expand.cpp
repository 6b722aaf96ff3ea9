// Expand: a tensor broadcast to a shape.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/broadcasting.hpp"
#include "plugins/builtin_ops/shared/repeating.hpp"
#include "plugins/builtin_ops/shared/tiling.hpp"

namespace byom::op_expand {
namespace {

Schema schema() {
  Schema s = onnx("Expand", {8, 13});
  s.doc("The input broadcast together with a tensor of the shape given.");
  s.input("input", any_type, "any shape").input("shape", "int64", "extents; 1 keeps an axis").shape_like();
  s.output("output", "both shapes broadcast");
  s.example("columns", {}, {tensor<float>({2, 1}, {1, 2}), tensor<std::int64_t>({2}, {2, 3})},
            {tensor<float>({2, 3}, {1, 1, 1, 2, 2, 2})});
  s.example("1 keeps, the rank grows", {},
            {tensor<float>({1, 2}, {1, 2}), tensor<std::int64_t>({3}, {2, 1, 1})},
            {tensor<float>({2, 1, 2}, {1, 2, 1, 2})});
  s.example("fewer axes than the input", {}, {tensor<float>({2, 1}, {1, 2}), tensor<std::int64_t>({1}, {2})},
            {tensor<float>({2, 2}, {1, 1, 2, 2})});
  return s;
}

// A shape exported for one sample says 1 or 0 times nothing about the batch: 1 keeps it.
Result<Shape> shape_of(const Node& node) {
  BYOM_TRY(Shape target, node.constant_shape(1, "shape"));
  for (const Dim& extent : target)
    if (extent.is_number() && extent.number() < 0)
      return Node::fail("input 'shape' has the extent " + std::to_string(extent.number()));
  const Shape dims = node.input(0).dims;
  // A shape says how many elements, not in which order they stand: that of the input stays.
  for (std::size_t back = 1; back <= std::min(dims.size(), target.size()); ++back)
    if (plain(dims[dims.size() - back]) == target[target.size() - back])
      target[target.size() - back] = dims[dims.size() - back];
  return broadcast_shape({dims, target});
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(Shape dims, shape_of(node));
  Desc out(node.input(0).dtype, std::move(dims));
  const Desc x = node.input(0);
  if (x.values && x.values->size() == 1 && out.rank() <= 1 && (out.dims.empty() || out.dims[0].is_number())) {
    const std::int64_t n = out.dims.empty() ? 1 : out.dims[0].number();
    out.values.emplace(static_cast<std::size_t>(n), x.values->front());
  }
  return Descs{out};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Shape dims, shape_of(node));
  BYOM_TRY(const Val y, stretched(node, keras, dims));
  return Vals{y};
}

Result<Done> compute(const Node&, Io& io) {
  return repeat_elements(io);
}
}  // namespace

BYOM_OP(expand) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_expand
