// A folder for one test, gone with all that is in it when the test ends.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <stdlib.h>

namespace byom::test {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "byom_test_XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = std::filesystem::canonical(name);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // Writes a file, with the folders above it, and gives its path.
  std::filesystem::path write(const std::string& name, const std::string& content) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    return file;
  }

  // `text` with the folder's own path spelled DIR, so that tests can compare whole messages.
  [[nodiscard]] std::string anonymous(std::string text) const {
    for (std::size_t at = text.find(path_.string()); at != std::string::npos; at = text.find(path_.string()))
      text.replace(at, path_.string().size(), "DIR");
    return text;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace byom::test
