// A folder for files that only this process and its children read, gone with all that is in it.
#pragma once

#include <filesystem>
#include <utility>

#include "host/support/exit.hpp"

namespace byom {

class ScratchFolder {
 public:
  // Errors (exit_system): the temporary folder of the system cannot be written.
  static Result<ScratchFolder> make();
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace byom
