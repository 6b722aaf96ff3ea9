// NumPy's .npy files.
#pragma once

#include <filesystem>

#include <byom/result.hpp>

#include "host/ir/tensor.hpp"

namespace byom::verify {

// Reads a NumPy `.npy` file (versions 1 to 3, little endian, C order). Errors (exit_input) name the file.
Result<ir::Tensor> read_npy(const std::filesystem::path& file);
// The opposite. Errors: exit_system, the file cannot be written; exit_bug, NumPy has no such dtype.
Result<Done> write_npy(const std::filesystem::path& file, const ir::Tensor& tensor);

}  // namespace byom::verify
