// Sums that grow along an axis: ONNX's CumSum and Keras's operation Cumsum.
#pragma once

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

// Output 0 holds at each cell of the axis the sum of the cells up to it; `exclusive` leaves its own out,
// `reverse` sums from the end. Integers wrap.
inline Result<Done> sum_along(Io& io, std::size_t axis, bool exclusive, bool reverse) {
  const auto shape = io.shape(0);
  const std::int64_t inner = count_of(shape, axis + 1, shape.size()), n = shape[axis];
  using Summed =
      Types<float, double, Half, Bfloat16, std::int32_t, std::int64_t, std::uint32_t, std::uint64_t>;
  return with_type<Summed>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    using Wide = decltype(widen(T{}));
    using Sum = std::conditional_t<std::is_integral_v<Wide>, std::uint64_t, Wide>;
    const T* x = io.in<T>(0).data();
    T* y = io.out<T>(0).data();
    for (std::int64_t row = 0; row < count_of(shape, 0, axis) * inner; ++row) {
      const std::int64_t first = row / inner * inner * n + row % inner;
      Sum sum{};
      for (std::int64_t i = 0; i < n; ++i) {
        const std::int64_t at = first + (reverse ? n - 1 - i : i) * inner;
        const Sum before = sum;
        sum += static_cast<Sum>(widen(x[at]));
        y[at] = narrow<T>(exclusive ? before : sum);
      }
    }
  });
}

}  // namespace byom
