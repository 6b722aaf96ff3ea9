// Tensors written as their elements.
#pragma once

#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "host/ir/tensor.hpp"

namespace byom::test {

// Elements as they lie in memory, which for the halves are std::uint16_t; without `shape` along one axis.
template <class T>
ir::Tensor tensor_of(std::int32_t dtype, const std::vector<T>& elements,
                     std::vector<std::int64_t> shape = {}) {
  if (shape.empty()) shape = {std::ssize(elements)};
  ir::Tensor tensor = ir::make_tensor(dtype, std::move(shape));
  if (!elements.empty()) std::memcpy(ir::writable(tensor), elements.data(), tensor.bytes());
  return tensor;
}

}  // namespace byom::test
