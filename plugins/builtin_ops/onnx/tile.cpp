// Tile: a tensor repeated along its axes.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/repeating.hpp"
#include "plugins/builtin_ops/shared/tiling.hpp"

namespace byom::op_tile {
namespace {

Schema schema() {
  Schema s = onnx("Tile", {6, 13});
  s.doc("The input side by side with itself.").layout(Layout::attribute);
  s.input("input", any_type, "any shape").input("repeats", "int64", "how often, for each axis").shape_like();
  s.output("output", "every axis as often as repeats says");
  const Literal data = tensor<float>({2, 2}, {1, 2, 3, 4});
  s.example("columns", {}, {data, tensor<std::int64_t>({2}, {1, 2})},
            {tensor<float>({2, 4}, {1, 2, 1, 2, 3, 4, 3, 4})});
  s.example("rows", {}, {data, tensor<std::int64_t>({2}, {2, 1})},
            {tensor<float>({4, 2}, {1, 2, 3, 4, 1, 2, 3, 4})});
  s.example("never", {}, {data, tensor<std::int64_t>({2}, {0, 1})}, {tensor<float>({0, 2}, {})});
  return s;
}

Result<Shape> repeats_of(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(Shape repeats, node.constant_shape(1, "repeats"));
  if (repeats.size() != x.dims.size())
    return Node::fail("'repeats' has " + std::to_string(repeats.size()) +
                      " numbers, but the input has rank " + std::to_string(x.rank()));
  for (std::size_t a = 0; a < repeats.size(); ++a) {
    if (repeats[a].is_number() && repeats[a].number() < 0)
      return Node::fail("'repeats' has the number " + std::to_string(repeats[a].number()));
    if (!(repeats[a] == Dim(1)) && !x.dims[a].is_number()) return mixes_samples("repeats the batch");
  }
  return repeats;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Shape repeats, repeats_of(node));
  Desc y(node.input(0).dtype, node.input(0).dims);
  for (std::size_t a = 0; a < repeats.size(); ++a)
    if (!(repeats[a] == Dim(1))) y.dims[a] = y.dims[a] * repeats[a];
  return Descs{y};
}

// As often as there are samples: what Expand does, for axes of one cell.
Result<Vals> for_every_sample(const Node& node, Keras& keras, const Shape& repeats) {
  Shape dims = node.input(0).dims;
  for (std::size_t a = 0; a < dims.size(); ++a) {
    if (repeats[a] == Dim(1)) continue;
    if (!(dims[a] == Dim(1)))
      return Node::fail("it repeats for every sample, but axis " + std::to_string(a) +
                        " has more than one cell, which cannot be repeated along with the batch");
    dims[a] = repeats[a];
  }
  BYOM_TRY(const Val y, stretched(node, keras, dims));
  return Vals{y};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Shape stated, repeats_of(node));
  std::vector<std::int64_t> repeats;
  for (const Dim& often : stated) {
    if (!often.is_number()) return for_every_sample(node, keras, stated);
    repeats.push_back(often.number());
  }
  if (std::ranges::all_of(repeats, [](std::int64_t n) { return n == 1; })) return Vals{keras.input(0)};
  return Vals{keras.layer("ops.Tile", {{"repeats", repeats}}, {keras.input(0)})};
}

Result<Done> compute(const Node&, Io& io) {
  return repeat_elements(io);
}
}  // namespace

BYOM_OP(tile) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_tile
