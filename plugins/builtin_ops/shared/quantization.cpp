// Shapes of scales, their places in memory, and the numbers that Keras operations take for them.
#include "plugins/builtin_ops/shared/quantization.hpp"

#include <cmath>
#include <string>

#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/shape_text.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

Schema& declare_scaling(Schema& schema) {
  schema.attr("axis", std::int64_t{1}, "of scales in a row or in blocks: the axis they belong to").from(13);
  return schema.attr("block_size", std::int64_t{0}, "cells of the axis that share a scale; 0: no blocks")
      .from(21);
}

namespace {

bool is_one(const Desc& x) {
  return std::ranges::all_of(x.dims, [](const Dim& extent) { return extent == Dim(1); });
}

Result<Done> check_blocks(const Desc& x, const Desc& scale, const Scaling& scaling) {
  if (scale.rank() != x.rank())
    return Node::fail("its scales lie in blocks; they need the rank of the input, " +
                      std::to_string(x.rank()));
  for (std::size_t a = 0; a < x.dims.size(); ++a) {
    const Dim extent = a == scaling.axis ? ceil_div(x.dims[a], Dim(scaling.block)) : x.dims[a];
    if (scale.dims[a] == extent) continue;
    if (!x.dims[a].is_number()) return Node::fail("its scales differ along the batch: it mixes samples");
    return Node::fail("axis " + std::to_string(a) + " has " + dim_text(scale.dims[a]) + " scales; " +
                      dim_text(extent) + " are needed");
  }
  return done;
}

Result<Done> check_axis(const Desc& x, const Desc& scale, std::size_t axis) {
  if (scale.rank() != 1)
    return Node::fail("its scales have rank " + std::to_string(scale.rank()) + "; one axis is needed");
  if (!x.dims[axis].is_number()) return Node::fail("its scales differ along the batch: it mixes samples");
  if (!(scale.dims[0] == x.dims[axis]))
    return Node::fail("it has " + dim_text(scale.dims[0]) + " scales; axis " + std::to_string(axis) +
                      " has " + dim_text(x.dims[axis]) + " cells");
  return done;
}

}  // namespace

Result<Scaling> scaling_of(const Node& node) {
  const Desc x = node.input(0), scale = node.input(1), zero = node.input(2);
  if (zero.present() && !(zero.dims == scale.dims) && !(is_one(zero) && is_one(scale)))
    return Node::fail("its scales and its zero points differ in shape");
  Scaling scaling;
  const std::int64_t block = node.has("block_size") ? node.integer("block_size") : 0;
  if (block < 0) return Node::fail("attribute 'block_size' is negative");
  if (block == 0 && is_one(scale)) {
    node.ignore("axis", "the whole tensor has one scale");
    return scaling;
  }
  const std::int64_t stated = node.has("axis") ? node.integer("axis") : 1;
  BYOM_TRY(const std::int64_t axis, checked_axis(stated, x.rank()));
  scaling = {block > 0 ? Scaling::Kind::blocks : Scaling::Kind::axis, static_cast<std::size_t>(axis),
             std::max<std::int64_t>(block, 1)};
  BYOM_CHECK_OK(block > 0 ? check_blocks(x, scale, scaling) : check_axis(x, scale, scaling.axis));
  return scaling;
}

ScalePlaces::ScalePlaces(const Scaling& scaling, std::span<const std::int64_t> shape) {
  const auto extents = [&](std::size_t from) {
    std::uint64_t n = 1;
    for (std::size_t a = from; a < shape.size(); ++a) n *= static_cast<std::uint64_t>(shape[a]);
    return std::max<std::uint64_t>(n, 1);
  };
  if (scaling.kind == Scaling::Kind::tensor) {
    inner_ = extents(0);
    return;
  }
  inner_ = extents(scaling.axis + 1);
  cells_ = std::max<std::uint64_t>(static_cast<std::uint64_t>(shape[scaling.axis]), 1);
  block_ = static_cast<std::uint64_t>(scaling.block);
  blocks_ = (cells_ - 1) / block_ + 1;
  step_ = scaling.kind == Scaling::Kind::blocks ? 1 : 0;
}

std::vector<std::int64_t> zero_points_of(const Io& io, std::size_t i, std::size_t n) {
  return io.has(i) ? numbers_of<std::int64_t>(io, i) : std::vector<std::int64_t>(n, 0);
}

namespace {

// A constant over `rank` axes, of which `axis` is its own; of one element a number.
AttrValue key_of(const byom_tensor& constant, const Scaling& scaling, std::int64_t rank) {
  if (scaling.kind == Scaling::Kind::tensor) return static_cast<float>(first_element(constant));
  Literal array = to_literal(constant);
  array.shape.resize(static_cast<std::size_t>(rank) - scaling.axis, 1);
  return array;
}

// The zero points as floats, which is what they are added to.
std::vector<float> as_floats(const byom_tensor& integers) {
  std::vector<float> numbers;
  detail::with_type(Integers{}, integers.dtype, [&]<class T>(std::type_identity<T>) {
    for (const T x : elements_of<T>(integers)) numbers.push_back(static_cast<float>(x));
  });
  return numbers;
}

}  // namespace

Result<ScaleKeys> scale_keys(const Node& node) {
  BYOM_TRY(const Scaling scaling, scaling_of(node));
  const Desc scale = node.input(1), zero = node.input(2);
  if (!scale.known || (zero.present() && !zero.known))
    return Node::fail("its scale or zero point is computed by the model; Keras takes constants only");
  if (scaling.kind == Scaling::Kind::blocks)
    return Node::fail(
        "attribute 'block_size' gives blocks of an activation scales of their own; Keras has no "
        "such operation");
  const std::int64_t rank = node.input(0).rank();
  ScaleKeys keys{key_of(*scale.known, scaling, rank), none, none};
  if (scaling.kind == Scaling::Kind::tensor && !std::isfinite(first_element(*scale.known)))
    return Node::fail("its scale is no finite number");
  if (!zero.present()) return keys;
  std::vector<float> points = as_floats(*zero.known);
  keys.shifted = std::ranges::any_of(points, [](float point) { return point != 0; });
  const auto key = [&] {
    const Literal literal = tensor<float>({static_cast<std::int64_t>(points.size())}, points);
    return key_of(Weight(literal).view(), scaling, rank);
  };
  keys.zero_point = key();
  for (float& point : points) point = 0 - point;
  keys.negated = key();
  return keys;
}

}  // namespace byom
