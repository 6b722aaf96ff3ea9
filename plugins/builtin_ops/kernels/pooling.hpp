// Maximum and average over sliding windows, one to three spatial axes: two independent algorithms.
#pragma once

#include <cstdint>

#include "pool.hpp"
#include "window.hpp"

namespace byom::kernels {

/// x[planes, input...] -> y[planes, output...], contiguous; planes = batch * channels.
struct PoolingShape {
  std::int64_t planes = 1;
  Window window;
};

enum class IndexOrder { row_major, column_major };

/// Largest value of each window, window by window; for float, double, int8 and uint8. Padding is ignored, NaN
/// wins, the first of equal values is taken; a window without any input cell gives the lowest finite value.
/// `indices` (or null) receives where each value was found: plane * cells of a plane + place in the plane,
/// rows or columns first; -1 for a window without input cells.
template <class T>
void max_pool(const Pool& pool, const PoolingShape& shape, const T* x, T* y, std::int64_t* indices = nullptr,
              IndexOrder order = IndexOrder::row_major);

enum class Divisor {
  inside,  // the taps that see the input; 0 of them give 0
  padded,  // also those that see padding, but not those beyond pad_end (a rounded-up output size)
};

/// Mean of each window, summed in double; for float and double.
template <class T>
void average_pool(const Pool& pool, const PoolingShape& shape, Divisor divisor, const Spatial& pad_end,
                  const T* x, T* y);

/// The same for windows of Keras (dilation 1), column by column of each band of rows. The average divides by
/// the cells inside the input.
void max_pool_separable(const Pool& pool, const PoolingShape& shape, const float* x, float* y);
void average_pool_separable(const Pool& pool, const PoolingShape& shape, const float* x, float* y);

}  // namespace byom::kernels
