// Reductions over any set of axes.
#pragma once

#include <cstdint>

#include "dims.hpp"
#include "pool.hpp"

namespace byom::kernels {

enum class Reduction { sum, mean, max, min, product, l1, l2, log_sum, log_sum_exp, sum_square };

/// Reduces contiguous x[dims] over `axes` (each in [0, rank), no two alike, any order) into y, which holds
/// the axes that remain, contiguous. For float, double, int32, int64, uint8 and int8. Real sums and products
/// are taken in double; integer ones wrap, an integer mean is cut toward zero, and integer logarithms and
/// roots are computed in double and cut. NaN wins in max and min. Over no elements: sums give 0, product 1,
/// max the lowest value (-infinity where there is one), min the highest, a real mean NaN, an integer one 0.
/// Without axes every element is a reduction of its own.
template <class T>
void reduce(const Pool& pool, Reduction reduction, const T* x, Dims dims, Dims axes, T* y);

}  // namespace byom::kernels
