// Moves elements of 1, 2, 4 or 8 bytes: from any strides into contiguous memory; transposition and slices on
// top of it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "dims.hpp"
#include "pool.hpp"

namespace byom::kernels {

/// y, contiguous in `dims`, from x: the element at coordinates c is x[sum of c * strides], where strides are
/// in elements and may be 0 or negative (x then points at the element of coordinates 0). y must not overlap
/// x.
void strided_copy(const Pool& pool, std::size_t element_size, const void* x, Dims dims, Dims strides,
                  void* y);

/// y[d] = x with axis a of y being axis permutation[a] of x; `dims` are x's.
void transpose(const Pool& pool, std::size_t element_size, const void* x, Dims dims, Dims permutation,
               void* y);

/// y[o...] = x[start + o * step ...] along every axis, o < out_dims. All that is read must lie inside x;
/// steps are not 0.
void slice(const Pool& pool, std::size_t element_size, const void* x, Dims dims, Dims starts, Dims steps,
           Dims out_dims, void* y);

}  // namespace byom::kernels
