// Tensors as .npy files of one folder, all or none.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/archive/output_file.hpp"
#include "host/archive/result_folder.hpp"
#include "host/ir/tensor.hpp"

namespace byom::pipeline {

// A name of a file for each tensor's name: NAME.npy, with '_' in the place of what can lead to another folder
// or is hard to type, cut where it is too long, and with a number where another one has it already. Names
// that are fine stay. Precondition: no name comes twice.
std::vector<std::string> npy_names(const std::vector<std::string>& tensors);

class NpyFiles {
 public:
  // Makes the folder where it is missing. Unless published, nothing is left behind. Errors: exit_system.
  static Result<std::unique_ptr<NpyFiles>> create(const std::filesystem::path& folder,
                                                  const std::vector<std::string>& tensors);
  // The tensor of the i-th name. Errors: as npy_content; exit_system.
  Result<Done> write(std::size_t i, const ir::Tensor& tensor);
  // Gives the paths in the order of the names. An older file of that name is replaced.
  Result<std::vector<std::filesystem::path>> publish() { return folder_->publish(files_); }

 private:
  explicit NpyFiles(std::unique_ptr<archive::ResultFolder> folder) : folder_(std::move(folder)) {}

  std::unique_ptr<archive::ResultFolder> folder_;  // outlives the files
  std::vector<std::unique_ptr<archive::OutputFile>> files_;
};

}  // namespace byom::pipeline
