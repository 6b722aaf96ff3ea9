// Padding and cropping of any axes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "dims.hpp"
#include "pool.hpp"

namespace byom::kernels {

enum class Padding {
  constant,
  edge,     // the outermost cell, repeated
  reflect,  // mirrored at the outermost cell, again and again where the padding is longer than the axis
  wrap,     // periodic
};

/// y[dims + begins + ends] from contiguous x[dims], elements of 1, 2, 4 or 8 bytes. Negative pads remove
/// cells before the positive ones add any. `value` points at one element for Padding::constant; it also fills
/// an axis of which nothing is left in the other modes. Output sizes must not be negative.
void pad(const Pool& pool, Padding mode, std::size_t element_size, const void* x, Dims dims, Dims begins,
         Dims ends, const void* value, void* y);

}  // namespace byom::kernels
