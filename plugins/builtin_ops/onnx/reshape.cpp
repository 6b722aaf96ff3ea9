// Reshape: the same elements in another shape; an exported batch of one is set free where that is
// unambiguous.
#include <algorithm>
#include <optional>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/reshaping.hpp"
#include "plugins/builtin_ops/shared/shape_text.hpp"

namespace byom::op_reshape {
namespace {

Schema schema() {
  Schema s = onnx("Reshape", {5, 13, 14, 19, 21, 23, 24, 25});
  s.doc("The elements of data, row-major, in another shape: 0 copies an extent, one -1 takes what is left.");
  s.input("data", any_type, "any shape").input("shape", "int64", "the extents").shape_like();
  s.output("reshaped", "the same elements");
  s.attr("allowzero", std::int64_t{0}, "1: a 0 is an extent of 0").from(14);
  s.example("-1", {}, {tensor<float>({2, 2}, {1, 2, 3, 4}), tensor<std::int64_t>({1}, {-1})},
            {tensor<float>({4}, {1, 2, 3, 4})});
  s.example("0 copies", {}, {tensor<float>({2, 1, 2}, {1, 2, 3, 4}), tensor<std::int64_t>({3}, {0, 2, 1})},
            {tensor<float>({2, 2, 1}, {1, 2, 3, 4})});
  s.example("to a scalar", {}, {tensor<float>({1}, {3}), tensor<std::int64_t>({0}, {})},
            {tensor<float>({}, {3})});
  return s;
}

// The -1 of `target`, if it has one, becomes what makes it hold `total` elements.
void close(Shape& target, const Dim& total) {
  const auto open = std::ranges::find(target, Dim(-1));
  if (open == target.end()) return;
  *open = 1;
  const Dim others = product(target, 0, target.size());
  *open = others == Dim(0) ? Dim(0) : total / others;
}

// The axis of a target for one sample to which the batch goes, and its blocks there. `runs` of the sample's
// elements are each to be followed by those of the other samples.
struct Place {
  std::size_t axis;
  std::int64_t blocks;
};

std::optional<Place> place_of(const Shape& target, std::int64_t runs) {
  std::optional<Place> inside;
  if (runs == 0 && !target.empty()) return Place{0, 1};  // no elements
  for (std::size_t q = 0; q < target.size(); ++q) {
    const std::int64_t before = product(target, 0, q).number();
    if (before == 0 || runs % before != 0 || runs / before == 0) continue;
    // Rows of the last axis stay as long as one sample's, and their number grows: what comes behind knows a
    // number of columns, such as that of a weight.
    const bool columns = inside && q + 1 == target.size() && !(target[q] == Dim(1));
    if (before == runs && !columns) return Place{q, 1};
    if (!inside && target[q].number() % (runs / before) == 0) inside = {q, runs / before};
  }
  return inside;
}

// A target of numbers for data with a batch axis was written for one sample. Each run of elements that the
// batch repeats stays a run, so that no index stands for elements of different samples.
Result<Shape> with_batch(Shape target, const Shape& data, std::size_t batch_axis) {
  const Dim batch = plain(data[batch_axis]);
  const Dim before = product(data, 0, batch_axis);
  const Shape stated = target;
  const Dim total = before * Dim(batch.raw.value) * product(data, batch_axis + 1, data.size());
  close(target, total);
  if (!(product(target, 0, target.size()) == total))
    return Node::fail("its constant target " + shape_text(stated) + " does not fit one sample of the data " +
                      shape_text(data));
  const auto place = place_of(target, before.number() * blocks_of(data[batch_axis]));
  if (!place)
    return Node::fail(
        "the batch cannot be followed through it: no axis of its constant target keeps the samples apart");
  target[place->axis] = in_blocks(target[place->axis] * Dim(byom_dim{1, batch.raw.symbol, 0}), place->blocks);
  return target;
}

// The target with 0 replaced by the extents it copies.
Result<Shape> copied(Shape target, const Shape& data) {
  for (std::size_t d = 0; d < target.size(); ++d) {
    if (!(target[d] == Dim(0))) continue;
    if (d >= data.size())
      return Node::fail("input 'shape' copies axis " + std::to_string(d) + ", which the data lacks");
    target[d] = plain(data[d]);
  }
  return target;
}

Result<Shape> shape_of(const Node& node) {
  const Shape data = node.input(0).dims;
  BYOM_TRY(Shape target, node.constant_shape(1, "shape"));
  if (std::ranges::count(target, Dim(-1)) > 1) return Node::fail("input 'shape' has more than one -1");
  for (const Dim& extent : target)
    if (extent.is_number() && extent.number() < -1)
      return Node::fail("input 'shape' has the extent " + std::to_string(extent.number()));
  if (node.since() < 14 || node.integer("allowzero") == 0) {
    BYOM_TRY(target, copied(std::move(target), data));
  }
  const std::size_t from = free_axis(data);
  if (from < data.size() && free_axis(target) == target.size())
    return with_batch(std::move(target), data, from);
  const Dim total = product(data, 0, data.size());
  const Shape stated = target;
  close(target, total);
  if (!(product(target, 0, target.size()) == total))
    return Node::fail("its target " + shape_text(stated) +
                      " holds another number of elements than the data " + shape_text(data));
  return with_samples_in_order(data, std::move(target));
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(Shape dims, shape_of(node));
  Desc out(node.input(0).dtype, std::move(dims));
  if (out.rank() <= 1) out.values = node.input(0).values;
  return Descs{out};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Shape dims, shape_of(node));
  const Desc data = node.input(0);
  if (data.dims == dims) return Vals{keras.input(0)};
  return Vals{reshaped(keras, keras.input(0), data.dims, dims)};
}
}  // namespace

BYOM_OP(reshape) {
  return Op(schema()).infer(infer).translate(translate).kernel(copy_elements);
}

}  // namespace byom::op_reshape
