// NumPy's .npy files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <byom/result.hpp>

#include "host/ir/tensor.hpp"

namespace byom::verify {

// Whether NumPy has elements of that type.
bool npy_holds(std::int32_t dtype);
// NumPy's word for such elements, as astype() takes it ("float32"); empty where it has none.
std::string numpy_name(std::int32_t dtype);
// Reads a NumPy `.npy` file (versions 1 to 3, little endian, C order). Errors (exit_input) name the file.
Result<ir::Tensor> read_npy(const std::filesystem::path& file);

// The content of a .npy file: the header, behind it the bytes of a row-major tensor.
struct NpyContent {
  std::string header;
  ir::Tensor
      elements;  // of the tensor itself; of strings, which NumPy keeps in equal lengths, their characters
};
// Errors (exit_unsupported; they lack the tensor's name): NumPy has no such dtype, or a string is not UTF-8.
Result<NpyContent> npy_content(const ir::Tensor& tensor);
// Writes it. Errors: as npy_content; exit_system, the file cannot be written.
Result<Done> write_npy(const std::filesystem::path& file, const ir::Tensor& tensor);

}  // namespace byom::verify
