// ScatterElements: elements written one by one along an axis.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/element_places.hpp"
#include "plugins/builtin_ops/shared/scattering.hpp"

namespace byom::op_scatter_elements {
namespace {

Schema schema() {
  Schema s = onnx("ScatterElements", {11, 13, 16, 18});
  s.doc(
      "data, with each update written over it at its own coordinates, but for `axis`, where its index says.");
  s.layout(Layout::attribute);
  s.input("data", any_type, "at least one axis").input("indices", integral, "rank of data").index();
  s.input("updates", "as data", "shape of indices").output("output", "shape of data");
  s.attr("axis", std::int64_t{0}, "negative counts from the end");
  s.attr("reduction", "none", "none, add, mul; since version 18 also max and min").from(16);
  const Literal data = tensor<float>({1, 4}, {1, 2, 3, 4}), places = tensor<std::int64_t>({1, 2}, {1, -1});
  s.example("replaced", {{"axis", 1}}, {data, places, tensor<float>({1, 2}, {9, 8})},
            {tensor<float>({1, 4}, {1, 9, 3, 8})});
  s.example("the larger one stays", {{"axis", -1}, {"reduction", "max"}},
            {data, places, tensor<float>({1, 2}, {9, -8})}, {tensor<float>({1, 4}, {1, 9, 3, 4})});
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
  const std::string reduction = node.since() < 16 ? "none" : node.string("reduction");
  BYOM_TRY(const auto places, places_of(io, axis));
  return scatter(io, reduction, places);
}
}  // namespace

BYOM_OP(scatter_elements) {
  return Op(schema()).infer(infer).kernel(compute);
}

}  // namespace byom::op_scatter_elements
