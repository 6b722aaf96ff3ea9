// Matrix product C = alpha * op(A) * op(B) (+ C), row-major, for float, double and integer types.
#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "isa.hpp"
#include "pool.hpp"

namespace byom::kernels {

/// Cuts C into blocks that depend on the shape only. A and B must not overlap C. NaN and infinity propagate.
void gemm(const Pool& pool, const GemmShape& shape, float alpha, const float* a, const float* b,
          bool accumulate, float* c, const IsaTable& table = isa());
void gemm(const Pool& pool, const GemmShape& shape, double alpha, const double* a, const double* b,
          bool accumulate, double* c, const IsaTable& table = isa());

/// Any other element types: products and sums in C's type, wrapping where integers overflow. Zero points and
/// alpha are the caller's business.
template <class A, class B, class C>
void gemm(const Pool& pool, const GemmShape& s, const A* a, const B* b, bool accumulate, C* c) {
  static_assert(std::is_integral_v<C>);
  using Wrapping = std::make_unsigned_t<std::conditional_t<(sizeof(C) < 4), std::int32_t, C>>;
  pool.for_range(s.m, 8, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      C* row = c + i * s.ldc;
      if (!accumulate) std::fill_n(row, s.n, C{0});
      for (std::int64_t k = 0; k < s.k; ++k) {
        const auto left = static_cast<Wrapping>(s.transpose_a ? a[k * s.lda + i] : a[i * s.lda + k]);
        for (std::int64_t j = 0; j < s.n; ++j) {
          const auto right = static_cast<Wrapping>(s.transpose_b ? b[j * s.ldb + k] : b[k * s.ldb + j]);
          row[j] = static_cast<C>(static_cast<Wrapping>(row[j]) + left * right);
        }
      }
    }
  });
}

}  // namespace byom::kernels
