// ops.Tile: a tensor repeated along its axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/tiling.hpp"

namespace byom::op_keras_ops_tile {
namespace {

Schema schema() {
  Schema s = keras_layer("ops.Tile");
  s.doc("x side by side with itself.").layout(Layout::attribute);
  s.input("x", any_type, "any shape").output("outputs", "every axis as often as repeats says");
  s.attr_of(BYOM_ATTR_INTS, "repeats", "one for each axis");
  s.example("columns", {{"repeats", std::vector<std::int64_t>{1, 2}}}, {tensor<float>({2, 2}, {1, 2, 3, 4})},
            {tensor<float>({2, 4}, {1, 2, 1, 2, 3, 4, 3, 4})});
  return s;
}

Result<Descs> infer(const Node& node) {
  Desc y(node.input(0).dtype, node.input(0).dims);
  const std::vector<std::int64_t> repeats = node.integers("repeats");
  if (repeats.size() != y.dims.size()) return Node::fail("'repeats' does not fit the tensor's rank");
  for (std::size_t a = 0; a < repeats.size(); ++a) y.dims[a] = y.dims[a] * Dim(repeats[a]);
  return Descs{y};
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("repeats", "the output was made in that shape");
  return repeat_elements(io);
}
}  // namespace

BYOM_OP(keras_ops_tile) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      operation_form(numpy_operations, "Tile", {{"repeats", "None"}}, "(ops or tf).tile(x, self.repeats)"));
}

}  // namespace byom::op_keras_ops_tile
