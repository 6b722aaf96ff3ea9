// Flatten: a matrix whose rows are the axes before `axis`, its columns the others.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/reshaping.hpp"

namespace byom::op_flatten {
namespace {

Schema schema() {
  Schema s = onnx("Flatten", {1, 9, 11, 13, 21, 23, 24, 25});
  s.doc("Joins the axes before `axis` to rows and the others to columns.");
  s.input("input", any_type, "any rank").output("output", "[rows, columns]");
  s.attr("axis", std::int64_t{1}, "0 to rank, or negative from the end (since version 11)");
  s.example("axis 1", {}, {tensor<float>({1, 2, 2}, {1, 2, 3, 4})}, {tensor<float>({1, 4}, {1, 2, 3, 4})});
  s.example("axis 0", {{"axis", std::int64_t{0}}}, {tensor<float>({2, 1}, {1, 2})},
            {tensor<float>({1, 2}, {1, 2})});
  s.example("axis -1", {{"axis", std::int64_t{-1}}}, {tensor<float>({2, 1, 2}, {1, 2, 3, 4})},
            {tensor<float>({2, 2}, {1, 2, 3, 4})});
  s.example("scalar", {{"axis", std::int64_t{0}}}, {tensor<float>({}, {5})}, {tensor<float>({1, 1}, {5})});
  return s;
}

Result<Shape> shape_of(const Node& node) {
  const Desc x = node.input(0);
  const std::int64_t stated = node.integer("axis");
  const std::int64_t axis = stated < 0 ? stated + x.rank() : stated;
  if (axis < 0 || axis > x.rank())
    return Node::fail("axis " + std::to_string(stated) + " is outside [0, " + std::to_string(x.rank()) + "]");
  const auto cut = static_cast<std::size_t>(axis);
  const Shape matrix{product(x.dims, 0, cut), product(x.dims, cut, x.dims.size())};
  if (!matrix[1].is_number())
    return Node::fail("axis " + std::to_string(stated) +
                      " puts the samples of a batch into one row: it mixes samples");
  return with_samples_in_order(x.dims, matrix);
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(Shape dims, shape_of(node));
  return Descs{{node.input(0).dtype, std::move(dims)}};
}

// Not Keras's Flatten: under channels_first that one transposes to channels_last before it flattens.
Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Shape dims, shape_of(node));
  const Desc x = node.input(0);
  if (x.dims == dims) return Vals{keras.input(0)};
  return Vals{reshaped(keras, keras.input(0), x.dims, dims)};
}
}  // namespace

BYOM_OP(flatten) {
  return Op(schema()).infer(infer).translate(translate).kernel(copy_elements);
}

}  // namespace byom::op_flatten
