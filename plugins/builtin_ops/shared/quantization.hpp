// What QuantizeLinear and DequantizeLinear share: which scale and zero point belong to which element.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <byom/op.hpp>

namespace byom {

// One scale for the tensor, one for each cell of an axis, or one for each block of cells along an axis.
struct Scaling {
  enum class Kind { tensor, axis, blocks };
  Kind kind = Kind::tensor;
  std::size_t axis = 0;
  std::int64_t block = 1;  // cells of a block
};

// The attributes that say so, in the versions that have them.
Schema& declare_scaling(Schema& schema);

// How the scales (input 1) and zero points (input 2) of the node lie over input 0. Errors: shapes that do not
// fit, and scales that differ from sample to sample.
Result<Scaling> scaling_of(const Node& node);

// The places of the scales of a row-major tensor of `shape`.
class ScalePlaces {
 public:
  ScalePlaces(const Scaling& scaling, std::span<const std::int64_t> shape);

  // Calls f(element, scale) for the elements in [begin, end).
  template <class F>
  void each(std::uint64_t begin, std::uint64_t end, F f) const {
    for (std::uint64_t i = begin; i < end;) {
      const std::uint64_t row = i / inner_, stop = std::min(end, (row + 1) * inner_);
      const std::uint64_t first = (row / cells_ * blocks_ + row % cells_ / block_) * step_ * inner_;
      std::uint64_t scale = step_ ? first + i % inner_ : row % cells_;
      for (; i < stop; ++i, scale += step_) f(i, scale);
    }
  }

 private:
  // Rows of `inner_` elements, `cells_` of them along the axis; within a row the scale moves by `step_`.
  std::uint64_t inner_ = 1, cells_ = 1, block_ = 1, blocks_ = 1, step_ = 0;
};

// Input i of a kernel as integers: zero points, `n` zeros where it is absent.
std::vector<std::int64_t> zero_points_of(const Io& io, std::size_t i, std::size_t n);

// The constants of a translation, as keys of operations: a number, or an array that is broadcast along the
// axis. Zero points are subtracted, the negated ones too: Keras 3 on TensorFlow may add a short operand as a
// bias, along the wrong axis.
struct ScaleKeys {
  AttrValue scale, zero_point, negated;
  bool shifted = false;  // whether a zero point differs from 0
};
// Errors: scales that are computed, or lie in blocks, which Keras does not broadcast.
Result<ScaleKeys> scale_keys(const Node& node);

}  // namespace byom
