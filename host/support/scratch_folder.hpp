// A folder for files that only this process and its children read, gone with all that is in it.
#pragma once

#include <filesystem>
#include <string>

#include <stdlib.h>

#include "host/support/exit.hpp"

namespace byom {

class ScratchFolder {
 public:
  // Errors (exit_system): the temporary folder of the system cannot be written.
  static Result<ScratchFolder> make() {
    std::error_code error;
    const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
    std::string name = (parent / "tao_byom_XXXXXX").string();
    if (!error && mkdtemp(name.data()) != nullptr) return ScratchFolder(name);
    return fail(exit_system, "No folder can be made in " + parent.string() + "; set TMPDIR to one that can.");
  }
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace byom
