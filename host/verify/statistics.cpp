// One pass over the elements.
#include "host/verify/statistics.hpp"

#include <algorithm>
#include <cmath>

#include "host/support/half.hpp"

namespace byom::verify {
namespace {

template <class T>
double as_it_is(T element) {
  return static_cast<double>(element);
}

template <class T>
Statistics of(const ir::Tensor& tensor, double (*number_of)(T) = as_it_is<T>) {
  Statistics result;
  double sum = 0;
  for (const T& element : tensor.elements<T>()) {
    const double number = number_of(element);
    if (std::isnan(number)) {
      ++result.nans;
      continue;
    }
    result.lowest = result.numbers == 0 ? number : std::min(result.lowest, number);
    result.highest = result.numbers == 0 ? number : std::max(result.highest, number);
    sum += number;
    ++result.numbers;
  }
  if (result.numbers > 0) result.mean = sum / static_cast<double>(result.numbers);
  return result;
}

}  // namespace

std::optional<Statistics> statistics(const ir::Tensor& given) {
  const ir::Tensor tensor = ir::contiguous(given);
  switch (tensor.dtype) {
    case BYOM_FLOAT:
      return of<float>(tensor);
    case BYOM_DOUBLE:
      return of<double>(tensor);
    case BYOM_FLOAT16:
      return of<std::uint16_t>(tensor, from_half);
    case BYOM_BFLOAT16:
      return of<std::uint16_t>(tensor, [](std::uint16_t bits) { return double{from_bfloat16(bits)}; });
    case BYOM_INT8:
      return of<std::int8_t>(tensor);
    case BYOM_BOOL:
    case BYOM_UINT8:
      return of<std::uint8_t>(tensor);
    case BYOM_INT16:
      return of<std::int16_t>(tensor);
    case BYOM_UINT16:
      return of<std::uint16_t>(tensor);
    case BYOM_INT32:
      return of<std::int32_t>(tensor);
    case BYOM_UINT32:
      return of<std::uint32_t>(tensor);
    case BYOM_INT64:
      return of<std::int64_t>(tensor);
    case BYOM_UINT64:
      return of<std::uint64_t>(tensor);
    default:
      return std::nullopt;
  }
}

}  // namespace byom::verify
