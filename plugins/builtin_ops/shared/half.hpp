// 16-bit floats as arithmetic sees them: widened to float before, rounded to nearest even behind.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <type_traits>

#include <byom/types.hpp>

namespace byom {

inline float widen(Half h) {
  const std::uint32_t sign = (h.bits & 0x8000U) << 16, rest = h.bits & 0x7FFFU;
  if (rest >= 0x7C00U) return std::bit_cast<float>(sign | 0x7F800000U | (rest & 0x3FFU) << 13);
  // The exponent's bias changes from 15 to 127; the product also puts subnormals right.
  const float magnitude = std::bit_cast<float>(rest << 13) * 0x1p112F;
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
}
inline float widen(Bfloat16 b) {
  return std::bit_cast<float>(std::uint32_t{b.bits} << 16);
}
template <class T>
requires std::is_arithmetic_v<T>
constexpr T widen(T x) {
  return x;
}

inline Half to_half(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000U);
  const float magnitude = std::fabs(x);
  std::uint32_t rest = bits & 0x7FFFFFFFU;
  if (std::isnan(x)) {
    rest = 0x7E00U;
  } else if (magnitude >= 65520.0F) {
    rest = 0x7C00U;
  } else if (magnitude < 0x1p-14F) {
    // The last bit of 0.5 is the last bit of a subnormal half: the sum is rounded to it.
    rest = std::bit_cast<std::uint32_t>(magnitude + 0.5F) - std::bit_cast<std::uint32_t>(0.5F);
  } else {
    rest = ((rest + 0xFFFU + (rest >> 13 & 1U)) >> 13) - (112U << 10);
  }
  return {static_cast<std::uint16_t>(sign | rest)};
}

inline Bfloat16 to_bfloat16(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  if (std::isnan(x)) return {static_cast<std::uint16_t>(bits >> 16 | 0x40U)};
  return {static_cast<std::uint16_t>((bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16)};
}

// A computed number as an element of type T.
template <class T, class V>
T narrow(V value) {
  if constexpr (std::is_same_v<T, Half>)
    return to_half(static_cast<float>(value));
  else if constexpr (std::is_same_v<T, Bfloat16>)
    return to_bfloat16(static_cast<float>(value));
  else
    return static_cast<T>(value);
}

}  // namespace byom
