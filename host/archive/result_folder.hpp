// The folder of results: made where it is missing, and gone again when nothing comes of it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/archive/output_file.hpp"

namespace byom::archive {

class ResultFolder {
 public:
  // `option` is what the user named the folder with: "-r". Errors: exit_system.
  static Result<std::unique_ptr<ResultFolder>> make(const std::filesystem::path& folder,
                                                    const std::string& option);
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;
  // Unless something was published, removes the folders that were made. A signal that ends the program does
  // the same.
  ~ResultFolder();
  // All files or, on an error, none, the last one as in publish_in_order; gives their paths.
  Result<std::vector<std::filesystem::path>> publish(const std::vector<std::unique_ptr<OutputFile>>& files);

 private:
  explicit ResultFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::filesystem::path folder_, made_;  // made_: the topmost folder that was missing
};

}  // namespace byom::archive
