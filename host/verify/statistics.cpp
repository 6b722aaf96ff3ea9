// One pass over the elements.
#include "host/verify/statistics.hpp"

#include <algorithm>
#include <cmath>

#include "host/verify/elements.hpp"

namespace byom::verify {
namespace {

template <class Type>
Statistics of(const ir::Tensor& tensor) {
  Statistics result;
  double sum = 0;
  for (const auto stored : tensor.elements<typename Type::Stored>()) {
    const double number = Type::number(stored);
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
  std::optional<Statistics> result;
  with_elements(tensor.dtype, [&]<class Type>(Type) { result = of<Type>(tensor); });
  return result;
}

}  // namespace byom::verify
