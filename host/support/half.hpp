// The numbers that the bits of 16-bit floats stand for, and the bits for a number.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace byom {

inline double from_half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  const double size = exponent == 31  ? (fraction ? std::nan("") : HUGE_VAL)
                      : exponent == 0 ? std::ldexp(fraction, -24)
                                      : std::ldexp(fraction + 1024, exponent - 25);
  return bits & 0x8000 ? -size : size;
}

// Exact for every number that a half can hold; digits beyond are cut off. Precondition: below 65536 in size,
// infinite or NaN.
inline std::uint16_t to_half(double number) {
  const std::uint16_t sign = std::signbit(number) ? 0x8000 : 0;
  const double magnitude = std::abs(number);
  if (std::isnan(number)) return sign | 0x7E00;
  if (std::isinf(number)) return sign | 0x7C00;
  if (magnitude < 0x1p-14) return sign | static_cast<std::uint16_t>(magnitude * 0x1p24);
  const int exponent = std::ilogb(magnitude);
  const auto fraction = static_cast<std::uint16_t>(std::ldexp(magnitude, 10 - exponent)) & 1023;
  return static_cast<std::uint16_t>(sign | ((exponent + 15) << 10) | fraction);
}

// A bfloat16 is the upper half of a float.
inline float from_bfloat16(std::uint16_t bits) {
  return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

// Digits that a bfloat16 cannot hold are cut off.
inline std::uint16_t to_bfloat16(float number) {
  return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(number) >> 16);
}

}  // namespace byom
