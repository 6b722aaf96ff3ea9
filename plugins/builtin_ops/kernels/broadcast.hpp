// Element-wise functions of one, two or three tensors with broadcasting.
#pragma once

#include <algorithm>
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

  /// Each input's axes must be 1 or equal to the output's, and no more than these.
  Broadcast(Dims output, const std::array<Dims, N>& inputs) {
    std::array<std::int64_t, N> step;
    step.fill(1);
    for (std::size_t back = 1; back <= output.size(); ++back) {
      Axis axis{output[output.size() - back], {}};
      for (std::size_t i = 0; i < N; ++i) {
        const std::int64_t size = back <= inputs[i].size() ? inputs[i][inputs[i].size() - back] : 1;
        axis.stride[i] = size == 1 ? 0 : step[i];
        step[i] *= size;
      }
      if (axis.size == 1) continue;
      if (axes_.empty() || !merges(axes_.back(), axis)) {
        axes_.push_back(axis);
      } else {
        axes_.back().size *= axis.size;
      }
    }
    if (axes_.empty()) axes_.push_back({1, {}});
    for (std::size_t a = 1; a < axes_.size(); ++a) rows_ *= axes_[a].size;
  }

  /// Calls row(y offset, input offsets, n, inner strides) so that together the calls cover the output once.
  template <class Row>
  void each_row(const Pool& pool, Row&& row) const {
    const Axis& inner = axes_.front();
    const std::int64_t pieces = (inner.size + element_grain - 1) / element_grain;
    const std::int64_t grain =
        std::max<std::int64_t>(1, element_grain / std::max<std::int64_t>(1, inner.size));
    pool.for_range(rows_ * pieces, grain, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t task = begin; task < end;) {
        const std::int64_t first = task / pieces, from = task % pieces * element_grain;
        Offsets at = offsets(first);
        for (std::size_t i = 0; i < N; ++i) at[i] += from * inner.stride[i];
        const std::int64_t n = std::min(element_grain, inner.size - from);
        if (pieces > 1) {
          row(first * inner.size + from, at, n, inner.stride);
          ++task;
          continue;
        }
        // Short rows: step through the second axis without dividing.
        const std::int64_t run =
            axes_.size() > 1 ? std::min(end - task, axes_[1].size - first % axes_[1].size) : 1;
        for (std::int64_t r = 0; r < run; ++r) {
          row((first + r) * inner.size, at, n, inner.stride);
          for (std::size_t i = 0; axes_.size() > 1 && i < N; ++i) at[i] += axes_[1].stride[i];
        }
        task += run;
      }
    });
  }

 private:
  struct Axis {
    std::int64_t size;
    std::array<std::int64_t, N> stride;
  };

  static bool merges(const Axis& inner, const Axis& outer) {
    for (std::size_t i = 0; i < N; ++i) {
      if (outer.stride[i] != inner.stride[i] * inner.size) return false;
    }
    return true;
  }

  Offsets offsets(std::int64_t row) const {
    Offsets at{};
    for (std::size_t a = 1; a < axes_.size(); ++a) {
      const std::int64_t coordinate = row % axes_[a].size;
      row /= axes_[a].size;
      for (std::size_t i = 0; i < N; ++i) at[i] += coordinate * axes_[a].stride[i];
    }
    return at;
  }

  std::vector<Axis> axes_;  // innermost first
  std::int64_t rows_ = 1;
};

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
  broadcast.each_row(pool, [=](std::int64_t to, const auto& at, std::int64_t n, const auto& stride) {
    const A* p = a + at[0];
    const B* q = b + at[1];
    U* out = y + to;
    if (stride[0] == 1 && stride[1] == 1) {
      for (std::int64_t i = 0; i < n; ++i) out[i] = f(p[i], q[i]);
    } else if (stride[0] == 1 && stride[1] == 0) {
      const B right = *q;
      for (std::int64_t i = 0; i < n; ++i) out[i] = f(p[i], right);
    } else if (stride[0] == 0 && stride[1] == 1) {
      const A left = *p;
      for (std::int64_t i = 0; i < n; ++i) out[i] = f(left, q[i]);
    } else {
      for (std::int64_t i = 0; i < n; ++i) out[i] = f(p[i * stride[0]], q[i * stride[1]]);
    }
  });
}

/// y = f(a, b, c), broadcast; y may be an input that has y's shape.
template <class A, class B, class C, class U, class F>
void ternary(const Pool& pool, const A* a, Dims a_dims, const B* b, Dims b_dims, const C* c, Dims c_dims,
             U* y, Dims y_dims, F f) {
  const Broadcast<3> broadcast(y_dims, {a_dims, b_dims, c_dims});
  broadcast.each_row(pool, [=](std::int64_t to, const auto& at, std::int64_t n, const auto& stride) {
    for (std::int64_t i = 0; i < n; ++i) {
      y[to + i] = f(a[at[0] + i * stride[0]], b[at[1] + i * stride[1]], c[at[2] + i * stride[2]]);
    }
  });
}

}  // namespace byom::kernels
