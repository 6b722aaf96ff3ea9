// Arithmetic of two numbers as ONNX defines it for every element type: integers wrap and never trap.
#pragma once

#include <cmath>
#include <cstdint>
#include <type_traits>

namespace byom::arithmetic {

namespace detail {
// Unsigned, so that overflow wraps and small types are not promoted to int.
template <class T>
constexpr std::uint64_t bits(T x) {
  return static_cast<std::uint64_t>(x);
}
}  // namespace detail

struct Plus {
  template <class T>
  T operator()(T a, T b) const {
    if constexpr (std::is_integral_v<T>) return static_cast<T>(detail::bits(a) + detail::bits(b));
    return a + b;
  }
};

struct Minus {
  template <class T>
  T operator()(T a, T b) const {
    if constexpr (std::is_integral_v<T>) return static_cast<T>(detail::bits(a) - detail::bits(b));
    return a - b;
  }
};

struct Times {
  template <class T>
  T operator()(T a, T b) const {
    if constexpr (std::is_integral_v<T>) return static_cast<T>(detail::bits(a) * detail::bits(b));
    return a * b;
  }
};

struct Negated {
  template <class T>
  T operator()(T x) const {
    if constexpr (std::is_integral_v<T>) return Minus()(T{0}, x);
    return -x;
  }
};

// The lowest integer has no positive counterpart and stays, as in two's complement arithmetic.
struct Magnitude {
  template <class T>
  T operator()(T x) const {
    if constexpr (std::is_integral_v<T>) return x < T{0} ? Negated()(x) : x;
    return std::fabs(x);
  }
};

// Integers are cut toward zero. ONNX leaves x / 0 of integers open: 0 here.
struct Quotient {
  template <class T>
  T operator()(T a, T b) const {
    if constexpr (std::is_integral_v<T>) {
      if (b == 0) return 0;
      if (std::is_signed_v<T> && b == static_cast<T>(-1)) return Minus()(T{0}, a);  // lowest / -1 traps
    }
    return static_cast<T>(a / b);
  }
};

// Rounded down.
struct FloorQuotient {
  template <class T>
  T operator()(T a, T b) const {
    if constexpr (std::is_integral_v<T>) {
      const T cut = Quotient()(a, b);
      const bool exact = b == 0 || Times()(cut, b) == a;
      return exact || (a < 0) == (b < 0) ? cut : static_cast<T>(cut - 1);
    } else {
      return std::floor(a / b);
    }
  }
};

// The remainder with the sign of the dividend: C's fmod. Integers: x fmod 0 is 0 here.
struct Remainder {
  template <class T>
  T operator()(T a, T b) const {
    if constexpr (std::is_integral_v<T>) {
      if (b == 0 || (std::is_signed_v<T> && b == static_cast<T>(-1))) return 0;
      return static_cast<T>(a % b);
    } else {
      return std::fmod(a, b);
    }
  }
};

// The remainder with the sign of the divisor: NumPy's mod.
struct Modulo {
  template <class T>
  T operator()(T a, T b) const {
    const T rest = Remainder()(a, b);
    return rest != 0 && (rest < 0) != (b < 0) ? Plus()(rest, b) : rest;
  }
};

// The larger; NaN where either is.
struct Larger {
  template <class T>
  T operator()(T a, T b) const {
    return b > a || b != b ? b : a;
  }
};

struct Smaller {
  template <class T>
  T operator()(T a, T b) const {
    return b < a || b != b ? b : a;
  }
};

// base to the power of exponent, in the type of the base.
struct Power {
  template <class T, class E>
  T operator()(T base, E exponent) const {
    if constexpr (std::is_integral_v<T> && std::is_integral_v<E>) {
      if (exponent < 0)
        return base == 1 ? 1 : base == static_cast<T>(-1) ? static_cast<T>(exponent % 2 ? -1 : 1) : 0;
      std::uint64_t result = 1, factor = detail::bits(base);
      for (std::uint64_t left = detail::bits(exponent); left; left >>= 1, factor *= factor)
        if (left & 1) result *= factor;
      return static_cast<T>(result);
    } else if constexpr (std::is_same_v<T, E>) {
      return exponent == 2 ? base * base : std::pow(base, exponent);
    } else {
      return static_cast<T>(std::pow(static_cast<double>(base), static_cast<double>(exponent)));
    }
  }
};

}  // namespace byom::arithmetic
