// Operators that move elements without looking at them: how wide an element is, and lists of axes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <byom/op.hpp>

namespace byom {

// Bytes of an element; an error for strings, which no kernel here moves.
inline Result<std::size_t> element_width(std::int32_t dtype) {
  constexpr std::size_t widths[] = {0, 4, 1, 1, 2, 2, 4, 8, 0, 1, 2, 8, 4, 8, 0, 0, 2};
  if (dtype > 0 && dtype <= BYOM_BFLOAT16 && widths[dtype] != 0) return widths[dtype];
  return Node::fail("its element type (number " + std::to_string(dtype) +
                    " of TensorProto.DataType) is not computed here");
}

// Axes counted from the front, ascending. Errors: outside [-rank, rank), or named twice.
inline Result<std::vector<std::int64_t>> checked_axes(const std::vector<std::int64_t>& axes,
                                                      std::int64_t rank) {
  std::vector<std::int64_t> result;
  for (const std::int64_t stated : axes) {
    BYOM_TRY(const std::int64_t axis, checked_axis(stated, rank));
    result.push_back(axis);
  }
  std::ranges::sort(result);
  if (std::ranges::adjacent_find(result) != result.end()) return Node::fail("an axis is named twice");
  return result;
}

// What operators say that would let one sample see another; `how` completes "it ...".
inline Error mixes_samples(std::string_view how) {
  return Node::fail("it " + std::string(how) + ": it mixes samples");
}

// Elements of a block of axes [begin, end).
inline std::int64_t count_of(std::span<const std::int64_t> shape, std::size_t begin, std::size_t end) {
  std::int64_t n = 1;
  for (std::size_t a = begin; a < end; ++a) n *= shape[a];
  return n;
}

}  // namespace byom
