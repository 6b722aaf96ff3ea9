// A JSON file that can tell the place of every value, so that messages name line and column.
#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include <byom/result.hpp>

namespace byom::registry {

class JsonFile {
 public:
  using Pointer = nlohmann::json::json_pointer;

  // Errors (exit_usage): the file cannot be read, is larger than 16 MiB, is not JSON, is nested too
  // deep, or has a key twice.
  static Result<JsonFile> read(const std::filesystem::path& file);

  [[nodiscard]] const nlohmann::json& root() const { return root_; }
  // The value at `where`, or nullptr; a value that is null counts as missing.
  [[nodiscard]] const nlohmann::json* find(const Pointer& where) const;
  // exit_usage: "FILE:LINE:COLUMN: text", with the place of the value, or of the nearest value round it.
  [[nodiscard]] Error wrong(const Pointer& where, const std::string& text) const;

 private:
  struct Places;

  // Reads the text a second time: places are needed only for messages.
  [[nodiscard]] Places places() const;
  [[nodiscard]] Error wrong_at(std::size_t offset, const std::string& text) const;

  std::filesystem::path file_;
  std::string text_;
  nlohmann::json root_;
};

}  // namespace byom::registry
