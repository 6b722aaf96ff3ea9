// Conversion, one loop for each pair of types.
#include "plugins/builtin_ops/shared/casting.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <type_traits>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/half.hpp"

namespace byom {

namespace {

using All = Types<float, double, Half, Bfloat16, std::int8_t, std::int16_t, std::int32_t, std::int64_t,
                  std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t, bool>;

// The float next to x of which the last bit says that x was not exact: rounding it again, to fewer bits,
// gives what rounding x at once would have.
float rounded_to_odd(double x) {
  const auto nearest = static_cast<float>(x);
  if (std::isnan(x) || static_cast<double>(nearest) == x || std::isinf(nearest)) return nearest;
  if (std::bit_cast<std::uint32_t>(nearest) & 1U) return nearest;
  return std::nextafter(nearest, static_cast<double>(nearest) < x ? HUGE_VALF : -HUGE_VALF);
}

template <class T>
T to_integer(double x) {
  if (std::isnan(x)) return 0;
  if (x >= 0x1p63 && x < 0x1p64) return static_cast<T>(static_cast<std::uint64_t>(x));
  if (x >= 0x1p64 || x < -0x1p63) return 0;
  return static_cast<T>(static_cast<std::int64_t>(x));
}

template <class To, class From>
To converted(From element) {
  const auto x = widen(element);
  using Wide = std::remove_const_t<decltype(x)>;
  if constexpr (std::is_same_v<To, From>) {
    return element;
  } else if constexpr (std::is_same_v<To, bool>) {
    return x != Wide{0};
  } else if constexpr (std::is_same_v<To, Half> || std::is_same_v<To, Bfloat16>) {
    if constexpr (std::is_same_v<Wide, float>)
      return narrow<To>(x);
    else
      return narrow<To>(rounded_to_odd(static_cast<double>(x)));
  } else if constexpr (std::is_floating_point_v<To> || std::is_integral_v<Wide>) {
    return static_cast<To>(x);
  } else {
    return to_integer<To>(static_cast<double>(x));
  }
}

}  // namespace

bool is_convertible(std::int32_t dtype) {
  return detail::with_type(All{}, dtype, [](auto) {});
}

Result<Descs> cast_desc(const Desc& x, std::int32_t to) {
  if (!is_convertible(x.dtype) || !is_convertible(to))
    return Node::fail("it converts element type " + std::to_string(x.dtype) + " to " + std::to_string(to) +
                      " (numbers of TensorProto.DataType), and Keras has no tensors of one of them");
  Desc y(to, x.dims);
  if (to == BYOM_INT32 || to == BYOM_INT64) y.values = x.values;
  return Descs{y};
}

Result<Done> cast_elements(Io& io) {
  if (io.dtype(0) == io.out_dtype(0)) {
    if (io.raw_in(0).bytes) std::memcpy(io.raw_out(0).data, io.raw_in(0).data, io.raw_in(0).bytes);
    return done;
  }
  return with_type<All>(io.dtype(0), [&]<class From>(std::type_identity<From>) {
    static_cast<void>(with_type<All>(io.out_dtype(0), [&]<class To>(std::type_identity<To>) {
      const auto in = io.in<From>(0);
      const auto out = io.out<To>(0);
      parallel_for(in.size(), 1 << 14, [&](std::uint64_t begin, std::uint64_t end) {
        for (std::uint64_t i = begin; i < end; ++i) out[i] = converted<To>(in[i]);
      });
    }));
  });
}

}  // namespace byom
