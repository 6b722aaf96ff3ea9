// Every element by way of long double, which holds all 64-bit integers.
#include "host/verify/as_type.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/verify/elements.hpp"

namespace byom::verify {

namespace {

static_assert(std::numeric_limits<long double>::digits >= 64);

template <class Type>
long double number_of(typename Type::Stored stored) {
  if constexpr (std::is_same_v<Type, Elements<typename Type::Stored>>)
    return static_cast<long double>(stored);
  else
    return Type::number(stored);
}

// The conversion of a number that the type does not hold would be undefined.
template <class T>
bool is_in_range(long double number) {
  constexpr auto lowest = static_cast<long double>(std::numeric_limits<T>::lowest());
  constexpr auto highest = static_cast<long double>(std::numeric_limits<T>::max());
  if constexpr (std::is_floating_point_v<T>)
    if (!std::isfinite(number)) return true;
  return number >= lowest && number <= highest;
}

template <class Type>
std::optional<typename Type::Stored> stored_as(long double number) {
  constexpr long double largest_half = 65504, largest_bfloat16 = 0x1.FEp127L;
  using Stored = typename Type::Stored;
  if constexpr (std::is_same_v<Type, Halves>) {
    if (std::isfinite(number) && std::fabs(number) > largest_half) return std::nullopt;
    return to_half(static_cast<double>(number));
  } else if constexpr (std::is_same_v<Type, Bfloat16s>) {
    if (std::isfinite(number) && std::fabs(number) > largest_bfloat16) return std::nullopt;
    return to_bfloat16(static_cast<float>(number));
  } else {
    if (!is_in_range<Stored>(number)) return std::nullopt;
    return static_cast<Stored>(number);
  }
}

// False where a number would become another one.
template <class From, class To>
bool convert(const ir::Tensor& tensor, ir::Tensor& result, bool may_round) {
  const auto in = tensor.elements<typename From::Stored>();
  auto* out = reinterpret_cast<typename To::Stored*>(ir::writable(result));
  return std::ranges::all_of(in, [&](typename From::Stored stored) {
    const long double number = number_of<From>(stored);
    const auto converted = stored_as<To>(number);
    if (!converted) return false;
    *out++ = *converted;
    return may_round || number_of<To>(*converted) == number;
  });
}

}  // namespace

std::optional<ir::Tensor> as_type(const ir::Tensor& tensor, std::int32_t dtype) {
  ir::Tensor result = ir::make_tensor(dtype, tensor.shape);
  const bool may_round = ir::is_floating(tensor.dtype) && ir::is_floating(dtype);
  bool same = false;
  with_elements(tensor.dtype, [&]<class From>(From) {
    with_elements(dtype, [&]<class To>(To) { same = convert<From, To>(tensor, result, may_round); });
  });
  if (same && dtype == BYOM_BOOL)  // whose bytes hold more than it
    same = std::ranges::all_of(result.elements<std::uint8_t>(), [](std::uint8_t bit) { return bit <= 1; });
  return same ? std::optional(std::move(result)) : std::nullopt;
}

}  // namespace byom::verify
