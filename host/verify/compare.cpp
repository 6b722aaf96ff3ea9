// Element by element, so that nothing is forgiven that a mean would hide.
#include "host/verify/compare.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "host/verify/elements.hpp"

namespace byom::verify {

namespace {

template <class Type>
void compare_floats(const ir::Tensor& a, const ir::Tensor& b, double tolerance, Difference& result) {
  const auto left = a.elements<typename Type::Stored>();
  const auto right = b.elements<typename Type::Stored>();
  for (std::size_t i = 0; i < left.size(); ++i) {
    const double x = Type::number(left[i]), y = Type::number(right[i]);
    if (x == y || (std::isnan(x) && std::isnan(y))) continue;
    const double difference = std::fabs(x - y);
    const double shown = std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
    result.largest = std::max(result.largest, shown);
    // The relative part of an infinite reference would allow everything.
    if (!std::isfinite(difference) || difference > tolerance + relative_tolerance * std::fabs(y))
      result.within = false;
  }
}

// Never as doubles, in which neighbours above 2^53 are the same number.
template <class Type>
void compare_integers(const ir::Tensor& a, const ir::Tensor& b, Difference& result) {
  const auto left = a.elements<typename Type::Stored>();
  const auto right = b.elements<typename Type::Stored>();
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] == right[i]) continue;
    const double difference = std::fabs(Type::number(left[i]) - Type::number(right[i]));
    result.largest = std::max({result.largest, difference, 1.0});
    result.within = false;
  }
}

Difference differs_in_kind(std::string note) {
  return {std::numeric_limits<double>::infinity(), false, std::move(note)};
}

}  // namespace

Difference compare(const ir::Tensor& a, const ir::Tensor& b, double tolerance) {
  if (a.dtype != b.dtype)
    return differs_in_kind("type " + ir::dtype_name(a.dtype) + " against " + ir::dtype_name(b.dtype));
  if (a.shape != b.shape)
    return differs_in_kind("shape " + ir::shape_text(a.shape) + " against " + ir::shape_text(b.shape));
  Difference result;
  const bool known = with_elements(a.dtype, [&]<class Type>(Type) {
    if (ir::is_floating(a.dtype))
      compare_floats<Type>(a, b, tolerance, result);
    else
      compare_integers<Type>(a, b, result);
  });
  if (!known && !ir::same_content(a, b))
    return differs_in_kind("contents of type " + ir::dtype_name(a.dtype));
  return result;
}

std::string difference_text(double difference) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", difference);
  return text;
}

}  // namespace byom::verify
