// Scatter: what ScatterElements was called before opset 11.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/element_places.hpp"
#include "plugins/builtin_ops/shared/scattering.hpp"

namespace byom::op_scatter {
namespace {

Schema schema() {
  Schema s = onnx("Scatter", {9, 11});
  s.doc(
      "data, with each update written over it at its own coordinates, but for `axis`, where its index says.");
  s.layout(Layout::attribute);
  s.input("data", any_type, "at least one axis").input("indices", integral, "rank of data").index();
  s.input("updates", "as data", "shape of indices").output("output", "shape of data");
  s.attr("axis", std::int64_t{0}, "negative counts from the end (since version 11)");
  s.example(
      "replaced", {{"axis", 1}},
      {tensor<float>({1, 3}, {1, 2, 3}), tensor<std::int64_t>({1, 2}, {2, 0}), tensor<float>({1, 2}, {9, 8})},
      {tensor<float>({1, 3}, {8, 2, 9})});
  return s;
}

Result<std::size_t> axis_of(const Node& node) {
  if (!(node.input(1).dims == node.input(2).dims))
    return Node::fail("its updates do not have the shape of its indices");
  return checked_places(node.input(0), node.input(1), node.integer("axis"));
}

Result<Descs> infer(const Node& node) {
  BYOM_CHECK_OK(axis_of(node));
  return same_as_first(node);
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const std::size_t axis, axis_of(node));
  BYOM_TRY(const auto places, places_of(io, axis));
  return scatter(io, "none", places);
}
}  // namespace

BYOM_OP(scatter) {
  return Op(schema()).infer(infer).kernel(compute);
}

}  // namespace byom::op_scatter
