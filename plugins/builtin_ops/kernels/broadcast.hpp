// Element-wise functions of one, two or three tensors with broadcasting.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "dims.hpp"
#include "pool.hpp"

namespace byom::kernels {

/// Walks N tensors broadcast (aligned at the last axis, size 1 stretches) to the axes of the output. Axes
/// that all tensors step through alike are merged, so that most cases become one or two loops.
template <std::size_t N>
class Broadcast {
 public:
  using Offsets = std::array<std::int64_t, N>;
  /// `count` rows of n elements one behind the other in the output, from `to` on; in the inputs they begin at
  /// `at`, step by `stride` from element to element and by `next` from row to row.
  struct Rows {
    std::int64_t to, n, count;
    Offsets at, stride, next;
  };

  /// Each input's axes must be 1 or equal to the output's, and no more than these.
  Broadcast(Dims output, const std::array<Dims, N>& inputs);

  /// Calls f(rows) so that together the calls cover the output once.
  template <class F>
  void each_rows(const Pool& pool, const F& f) const {
    call_each(
        pool, [](const void* function, const Rows& rows) { (*static_cast<const F*>(function))(rows); }, &f);
  }

 private:
  struct Axis {
    std::int64_t size;
    std::array<std::int64_t, N> stride;
  };

  static bool merges(const Axis& inner, const Axis& outer);
  Offsets offsets(std::int64_t row) const;
  void call_each(const Pool& pool, void (*call)(const void*, const Rows&), const void* function) const;

  std::vector<Axis> axes_;  // innermost first
  std::int64_t rows_ = 1;
};
extern template class Broadcast<2>;
extern template class Broadcast<3>;

/// y[i] = f(x[i]) for i < n; y may be x.
template <class T, class U, class F>
void unary(const Pool& pool, const T* x, std::int64_t n, U* y, F f) {
  pool.for_range(n, element_grain, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) y[i] = f(x[i]);
  });
}

/// y = f(a, b), broadcast; y may be an input that has y's shape.
template <class A, class B, class U, class F>
void binary(const Pool& pool, const A* a, Dims a_dims, const B* b, Dims b_dims, U* y, Dims y_dims, F f) {
  const Broadcast<2> broadcast(y_dims, {a_dims, b_dims});
  broadcast.each_rows(pool, [=](const Broadcast<2>::Rows& rows) {
    const std::int64_t n = rows.n, p_step = rows.stride[0], q_step = rows.stride[1];
    const A* p = a + rows.at[0];
    const B* q = b + rows.at[1];
    U* out = y + rows.to;
    for (std::int64_t r = 0; r < rows.count; ++r, p += rows.next[0], q += rows.next[1], out += n) {
      if (p_step == 1 && q_step == 1) {
#pragma omp simd
        for (std::int64_t i = 0; i < n; ++i) out[i] = f(p[i], q[i]);
      } else if (p_step == 1 && q_step == 0) {
        const B right = *q;
#pragma omp simd
        for (std::int64_t i = 0; i < n; ++i) out[i] = f(p[i], right);
      } else if (p_step == 0 && q_step == 1) {
        const A left = *p;
#pragma omp simd
        for (std::int64_t i = 0; i < n; ++i) out[i] = f(left, q[i]);
      } else {
        for (std::int64_t i = 0; i < n; ++i) out[i] = f(p[i * p_step], q[i * q_step]);
      }
    }
  });
}

/// y = f(a, b, c), broadcast; y may be an input that has y's shape.
template <class A, class B, class C, class U, class F>
void ternary(const Pool& pool, const A* a, Dims a_dims, const B* b, Dims b_dims, const C* c, Dims c_dims,
             U* y, Dims y_dims, F f) {
  const Broadcast<3> broadcast(y_dims, {a_dims, b_dims, c_dims});
  broadcast.each_rows(pool, [=](const Broadcast<3>::Rows& rows) {
    const A* p = a + rows.at[0];
    const B* q = b + rows.at[1];
    const C* s = c + rows.at[2];
    U* out = y + rows.to;
    for (std::int64_t r = 0; r < rows.count; ++r) {
      for (std::int64_t i = 0; i < rows.n; ++i)
        out[i] = f(p[i * rows.stride[0]], q[i * rows.stride[1]], s[i * rows.stride[2]]);
      p += rows.next[0];
      q += rows.next[1];
      s += rows.next[2];
      out += rows.n;
    }
  });
}

}  // namespace byom::kernels
