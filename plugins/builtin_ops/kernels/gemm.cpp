// Cuts a matrix product into the blocks that one instruction set's function computes.
#include "gemm.hpp"

#include <algorithm>

namespace byom::kernels {

namespace {

template <class T>
using Block = void (*)(const GemmShape&, T, const T*, const T*, bool, T*);

template <class T>
void in_blocks(const Pool& pool, const GemmShape& s, T alpha, const T* a, const T* b, bool accumulate, T* c,
               Block<T> block) {
  const std::int64_t across = (s.n + block_n - 1) / block_n;
  const std::int64_t down = (s.m + block_m - 1) / block_m;
  pool.for_range(across * down, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t task = begin; task < end; ++task) {
      const std::int64_t i = task / across * block_m, j = task % across * block_n;
      GemmShape part = s;
      part.m = std::min(block_m, s.m - i);
      part.n = std::min(block_n, s.n - j);
      block(part, alpha, a + (s.transpose_a ? i : i * s.lda), b + (s.transpose_b ? j * s.ldb : j), accumulate,
            c + i * s.ldc + j);
    }
  });
}

}  // namespace

void gemm(const Pool& pool, const GemmShape& shape, float alpha, const float* a, const float* b,
          bool accumulate, float* c, const IsaTable& table) {
  in_blocks<float>(pool, shape, alpha, a, b, accumulate, c, table.gemm_f32);
}

void gemm(const Pool& pool, const GemmShape& shape, double alpha, const double* a, const double* b,
          bool accumulate, double* c, const IsaTable& table) {
  in_blocks<double>(pool, shape, alpha, a, b, accumulate, c, table.gemm_f64);
}

}  // namespace byom::kernels
