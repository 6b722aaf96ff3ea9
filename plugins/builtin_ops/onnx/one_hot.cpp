// OneHot: a new axis with one value where the index says and another everywhere else.
#include <cstring>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_one_hot {
namespace {

Schema schema() {
  Schema s = onnx("OneHot", {9, 11});
  s.doc("A new axis of `depth` cells: values[1] in the cell that the index names, values[0] in the others.");
  s.input("indices", numeric, "cells; since version 11 negative ones count from the end; others name none");
  s.input("depth", numeric, "one number: cells of the new axis").shape_like();
  s.input("values", any_type, "[off, on]").output("output", "indices with the new axis, type of values");
  s.attr("axis", std::int64_t{-1}, "place of the new axis in the output");
  const Literal depth = tensor<std::int64_t>({1}, {3}), values = tensor<float>({2}, {0, 1});
  s.example("from the end, outside", {}, {tensor<std::int64_t>({3}, {0, -1, 3}), depth, values},
            {tensor<float>({3, 3}, {1, 0, 0, 0, 0, 1, 0, 0, 0})});
  s.example("in front", {{"axis", 0}}, {tensor<float>({2}, {2, 1}), depth, tensor<std::int32_t>({2}, {5, 7})},
            {tensor<std::int32_t>({3, 2}, {5, 5, 5, 7, 7, 5})});
  return s;
}

struct Place {
  std::size_t axis;
  std::int64_t depth;
};

Result<Place> place_of(const Node& node) {
  const Desc indices = node.input(0), depth = node.input(1);
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), indices.rank() + 1));
  if (!depth.known || element_count(*depth.known) != 1)
    return Node::fail("input 'depth' must be a constant number");
  const double n = first_element(*depth.known);
  if (!(n >= 0 && n < 0x1p40)) return Node::fail("input 'depth' is no number of cells");
  return Place{static_cast<std::size_t>(axis), static_cast<std::int64_t>(n)};
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Place place, place_of(node));
  if (!(node.input(2).dims == Shape{Dim(2)})) return Node::fail("input 'values' must be [off, on]");
  Desc out(node.input(2).dtype, node.input(0).dims);
  out.dims.insert(out.dims.begin() + static_cast<std::ptrdiff_t>(place.axis), Dim(place.depth));
  return Descs{out};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Place place, place_of(node));
  const Desc values = node.input(2);
  if (!values.known) return Node::fail("input 'values' must be a constant");
  const bool last = place.axis == node.input(0).dims.size();
  const Attrs config{{"num_classes", place.depth},
                     {"axis", last ? std::int64_t{-1} : static_cast<std::int64_t>(place.axis)},
                     {"values", to_literal(*values.known)}};
  return Vals{keras.layer("OneHotValues", config, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const Place place, place_of(node));
  BYOM_TRY(const std::size_t width, element_width(io.out_dtype(0)));
  const auto shape = io.out_shape(0);
  const std::int64_t inner = count_of(shape, place.axis + 1, shape.size());
  const auto* values = static_cast<const std::byte*>(io.raw_in(2).data);
  auto* out = static_cast<std::byte*>(io.raw_out(0).data);
  for (std::uint64_t at = 0; at < io.raw_out(0).bytes; at += width) std::memcpy(out + at, values, width);
  return with_type<AllNumbers>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const auto indices = io.in<T>(0);
    for (std::size_t i = 0; i < indices.size(); ++i) {
      auto cell = static_cast<std::int64_t>(widen(indices[i]));
      if (cell < 0) cell += place.depth;
      if (cell < 0 || cell >= place.depth) continue;
      const auto row = static_cast<std::int64_t>(i) / inner, column = static_cast<std::int64_t>(i) % inner;
      const auto at = static_cast<std::size_t>((row * place.depth + cell) * inner + column);
      std::memcpy(out + at * width, values + width, width);
    }
  });
}
}  // namespace

BYOM_OP(one_hot) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_one_hot
