// Elements of tensors as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "host/ir/tensor.hpp"

namespace byom::ir {

// The double whose shortest decimal is the shortest one that gives the finite `number` back.
double with_few_digits(float number);
// The number, or one of the strings "nan", "inf", "-inf" that NumPy takes for a number: JSON has no others.
nlohmann::ordered_json number_json(double number);
// Lists in lists, one for each axis; without axes the element. null stands for an element of a type without
// numbers here.
nlohmann::ordered_json elements_json(const Tensor& tensor);

}  // namespace byom::ir
