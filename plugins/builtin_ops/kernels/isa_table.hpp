// The functions that exist once per instruction set. No standard library here: the ISA files include this.
#pragma once

#include <cstdint>

namespace byom::kernels {

/// C[m,n] = alpha * op(A)[m,k] * op(B)[k,n] (+ C when `accumulate`); all row-major, leading dimensions in
/// elements; op transposes when its flag is set, so that A is stored [k,m] and B [n,k]. k = 0 gives zeros.
struct GemmShape {
  std::int64_t m = 0, n = 0, k = 0;
  std::int64_t lda = 0, ldb = 0, ldc = 0;
  bool transpose_a = false, transpose_b = false;
};

struct IsaTable {
  const char* name;

  /// Columns of a packed weight panel, and the most rows that `tile` takes.
  std::int64_t panel, tile_rows;

  /// acc[rows][panel] (+)= sum over k < depth of x[offset[k] + row] * w[k][panel]; 1 <= rows <= tile_rows.
  void (*tile)(std::int64_t rows, std::int64_t depth, const float* x, const std::int64_t* offset,
               const float* w, float* acc, bool accumulate);

  /// y[i] (+)= sum over t < taps of x[offset[t] + i] * w[t], for i < n, starting from `start` in place of
  /// y[i] unless `accumulate`.
  void (*taps)(std::int64_t n, std::int64_t taps, const float* x, const std::int64_t* offset, const float* w,
               float start, bool accumulate, float* y);

  /// One cache block of a product on this thread: m <= block_m, n <= block_n, any k.
  void (*gemm_f32)(const GemmShape&, float alpha, const float* a, const float* b, bool accumulate, float* c);
  void (*gemm_f64)(const GemmShape&, double alpha, const double* a, const double* b, bool accumulate,
                   double* c);
};

/// Cut of a product into tasks; the packing buffers of one task are on its stack.
inline constexpr std::int64_t block_m = 64, block_n = 192, block_k = 256;

namespace isa_v2 {
extern const IsaTable table;
}
#if defined(__x86_64__)
namespace isa_v3 {
extern const IsaTable table;
}
namespace isa_v4 {
extern const IsaTable table;
}
#endif

}  // namespace byom::kernels
