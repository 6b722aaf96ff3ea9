// The walk of broadcast.hpp, compiled once for all functions that it calls.
#include "broadcast.hpp"

#include <algorithm>

namespace byom::kernels {

template <std::size_t N>
Broadcast<N>::Broadcast(Dims output, const std::array<Dims, N>& inputs) {
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

template <std::size_t N>
void Broadcast<N>::call_each(const Pool& pool, void (*call)(const void*, const Rows&),
                             const void* function) const {
  const Axis& inner = axes_.front();
  const Axis one{1, {}};
  const Axis& outer = axes_.size() > 1 ? axes_[1] : one;
  const std::int64_t pieces = (inner.size + element_grain - 1) / element_grain;
  const std::int64_t grain = std::max<std::int64_t>(1, element_grain / std::max<std::int64_t>(1, inner.size));
  pool.for_range(rows_ * pieces, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t task = begin; task < end;) {
      const std::int64_t row = task / pieces, from = task % pieces * element_grain;
      Rows rows{row * inner.size + from,
                std::min(element_grain, inner.size - from),
                1,
                offsets(row),
                inner.stride,
                outer.stride};
      for (std::size_t i = 0; i < N; ++i) rows.at[i] += from * inner.stride[i];
      // Short rows: as many as the second axis has are stepped through without dividing.
      if (pieces == 1) rows.count = std::min(end - task, outer.size - row % outer.size);
      call(function, rows);
      task += rows.count;
    }
  });
}

template <std::size_t N>
bool Broadcast<N>::merges(const Axis& inner, const Axis& outer) {
  for (std::size_t i = 0; i < N; ++i) {
    if (outer.stride[i] != inner.stride[i] * inner.size) return false;
  }
  return true;
}

template <std::size_t N>
typename Broadcast<N>::Offsets Broadcast<N>::offsets(std::int64_t row) const {
  Offsets at{};
  for (std::size_t a = 1; a < axes_.size(); ++a) {
    const std::int64_t coordinate = row % axes_[a].size;
    row /= axes_[a].size;
    for (std::size_t i = 0; i < N; ++i) at[i] += coordinate * axes_[a].stride[i];
  }
  return at;
}

template class Broadcast<2>;
template class Broadcast<3>;

}  // namespace byom::kernels
