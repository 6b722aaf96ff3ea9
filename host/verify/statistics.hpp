// What the numbers of a tensor are like, in a few numbers.
#pragma once

#include <cstdint>
#include <optional>

#include "host/ir/tensor.hpp"

namespace byom::verify {

struct Statistics {
  double lowest = 0, highest = 0, mean = 0;  // of the numbers that are not NaN; 0 where all are
  std::int64_t numbers = 0, nans = 0;        // how many
};

// A bool counts as 0 or 1. Nothing for elements that are no numbers here, such as strings.
std::optional<Statistics> statistics(const ir::Tensor& tensor);

}  // namespace byom::verify
