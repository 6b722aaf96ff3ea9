// The largest or smallest cells along an axis: ONNX's TopK and Keras's operation TopK.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

// Outputs: the k first cells along `axis` in descending (or ascending) order, and their places as Index. Of
// equal cells the first one comes first; NaN counts as larger than every number.
template <class Index>
Result<Done> take_largest(Io& io, std::size_t axis, std::int64_t k, bool largest) {
  const auto shape = io.shape(0);
  const std::int64_t inner = count_of(shape, axis + 1, shape.size()), n = shape[axis];
  const std::int64_t rows = count_of(shape, 0, axis) * inner;
  return with_type<AllNumbers>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const T* x = io.in<T>(0).data();
    parallel_for(static_cast<std::uint64_t>(rows), 16, [&](std::uint64_t begin, std::uint64_t end) {
      std::vector<std::int64_t> order(static_cast<std::size_t>(n));
      for (auto row = static_cast<std::int64_t>(begin); row < static_cast<std::int64_t>(end); ++row) {
        const T* from = x + row / inner * inner * n + row % inner;
        std::iota(order.begin(), order.end(), 0);
        const auto before = [&](std::int64_t i, std::int64_t j) {
          auto a = widen(from[i * inner]), b = widen(from[j * inner]);
          if (!largest) std::swap(a, b);
          const bool greater = a > b || (a != a && b == b), less = b > a || (b != b && a == a);
          return greater || (!less && i < j);
        };
        std::partial_sort(order.begin(), order.begin() + k, order.end(), before);
        const std::int64_t to = row / inner * inner * k + row % inner;
        for (std::int64_t i = 0; i < k; ++i) {
          const std::int64_t at = order[static_cast<std::size_t>(i)];
          if (io.wants(0)) io.out<T>(0)[static_cast<std::size_t>(to + i * inner)] = from[at * inner];
          if (io.wants(1))
            io.out<Index>(1)[static_cast<std::size_t>(to + i * inner)] = static_cast<Index>(at);
        }
      }
    });
  });
}

}  // namespace byom
