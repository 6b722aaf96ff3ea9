// Tensors whose memory is used again: fresh pages from the system cost more than the kernels that fill them.
#pragma once

#include <cstdint>
#include <vector>

#include "host/ir/tensor.hpp"

namespace byom::run {

// A row-major, 64-byte aligned tensor with unspecified contents. Its memory goes back to the pool with its
// last owner; the pool keeps what the largest moment needed.
ir::Tensor pooled_tensor(std::int32_t dtype, std::vector<std::int64_t> shape);

}  // namespace byom::run
