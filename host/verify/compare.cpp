// Element by element, so that nothing is forgiven that a mean would hide.
#include "host/verify/compare.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace byom::verify {

namespace {

template <class T>
void compare_elements(const ir::Tensor& a, const ir::Tensor& b, double tolerance, Difference& result) {
  const auto left = a.elements<T>();
  const auto right = b.elements<T>();
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto x = static_cast<double>(left[i]), y = static_cast<double>(right[i]);
    if (x == y || (std::isnan(x) && std::isnan(y))) continue;
    const double difference = std::fabs(x - y);
    const double shown = std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
    result.largest = std::max(result.largest, shown);
    if (!(difference <= tolerance + relative_tolerance * std::fabs(y))) result.within = false;
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
  switch (a.dtype) {
    case BYOM_FLOAT:
      compare_elements<float>(a, b, tolerance, result);
      break;
    case BYOM_DOUBLE:
      compare_elements<double>(a, b, tolerance, result);
      break;
    case BYOM_INT64:
      compare_elements<std::int64_t>(a, b, 0, result);
      break;
    case BYOM_INT32:
      compare_elements<std::int32_t>(a, b, 0, result);
      break;
    case BYOM_UINT8:
      compare_elements<std::uint8_t>(a, b, 0, result);
      break;
    case BYOM_INT8:
      compare_elements<std::int8_t>(a, b, 0, result);
      break;
    case BYOM_BOOL:
      compare_elements<bool>(a, b, 0, result);
      break;
    default:
      if (!ir::same_content(a, b)) return differs_in_kind("contents of type " + ir::dtype_name(a.dtype));
  }
  return result;
}

}  // namespace byom::verify
