// A fully connected layer, computed apart from gemm.
#pragma once

#include <cstddef>
#include <cstdint>

#include "isa.hpp"
#include "pool.hpp"

namespace byom::kernels {

/// y[rows, units] = x[rows, depth] * w[depth, units] + bias[units] (or null), all contiguous, in register
/// tiles. `scratch` holds at least the bytes told, aligned to 64, uninitialised.
struct DenseShape {
  std::int64_t rows = 1, depth = 1, units = 1;
};
std::size_t dense_scratch_bytes(const DenseShape& shape);
void dense(const Pool& pool, const DenseShape& shape, const float* x, const float* w, const float* bias,
           float* y, void* scratch, const IsaTable& table = isa());

}  // namespace byom::kernels
