// A tensor's numbers as elements of another type.
#pragma once

#include <optional>
#include <string>

#include "host/ir/tensor.hpp"

namespace byom::verify {

// Nothing where a number would become another one: 300 as uint8, 0.5 as an integer. Between floats a number
// may be rounded, but not to infinity. Precondition: row-major.
std::optional<ir::Tensor> as_type(const ir::Tensor& tensor, std::int32_t dtype);

}  // namespace byom::verify
