// Slices: ONNX's Slice, and the keys of Keras's GetItem.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <byom/op.hpp>

namespace byom {

// What is kept of one axis: `count` cells from `start` on, `step` apart. `taken`: one cell, and the axis
// goes.
struct Cut {
  std::int64_t start = 0, step = 1, count = 0;
  bool whole = true, taken = false;
};

// ONNX's rule for start:end:step of an axis of `extent` cells; step is not 0.
Cut cut_axis(std::int64_t extent, std::int64_t start, std::int64_t end, std::int64_t step);

// The key of ops.GetItem for such cuts, one for each axis: slices and numbers as Keras's files spell them.
AttrValue item_key(const std::vector<Cut>& cuts, const Shape& dims);

// The cuts that a key makes in a tensor of these extents, one for each axis. Axes whose extents are no
// numbers must be left whole.
Result<std::vector<Cut>> cuts_of_key(const byom_attr& key, const Shape& dims);

// The shape that the cuts leave, and the kernel.
Shape cut_shape(const std::vector<Cut>& cuts, const Shape& dims);
Result<Done> cut_elements(Io& io, const std::vector<Cut>& cuts);

}  // namespace byom
