// A JSON file that can tell the place of every value, so that messages name line and column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <byom/result.hpp>

#include "host/registry/json_values.hpp"

namespace byom::registry {

class JsonFile {
 public:
  // A value of a file that outlives it, or a key that is missing in one.
  class Pointer {
   public:
    // The member of that name; of anything but an object, one that is missing.
    Pointer operator/(std::string_view key) const;
    // What is inside a list or an object, in the file's order.
    [[nodiscard]] std::vector<Pointer> inside() const;
    [[nodiscard]] bool there() const { return there_; }
    // Its name in the object round it.
    [[nodiscard]] std::string_view key() const { return nearest().key; }
    // Where in the text it begins, or what it is missing in.
    [[nodiscard]] std::size_t place() const { return nearest().place; }
    // "PLUGIN.abi.needed", "PLUGIN.operators.1".
    [[nodiscard]] std::string name() const;

   private:
    friend class JsonFile;
    Pointer(const std::vector<JsonValue>& values, std::uint32_t index, bool there)
        : values_(&values), index_(index), there_(there) {}
    // Itself, or what it is missing in.
    [[nodiscard]] const JsonValue& nearest() const { return (*values_)[index_]; }

    const std::vector<JsonValue>* values_;
    std::uint32_t index_;
    bool there_;
  };

  // Errors (exit_usage): the file cannot be read, is larger than 16 MiB, is not JSON, is nested too
  // deep, or has a key twice.
  static Result<JsonFile> read(const std::filesystem::path& file);

  [[nodiscard]] Pointer root() const { return {values_.list, 0, true}; }
  // The value at `where`, or nullptr; a value that is null counts as missing.
  [[nodiscard]] static const JsonValue* find(const Pointer& where);
  // exit_usage: "FILE:LINE:COLUMN: text", with the place of the value, or of the nearest value round it.
  [[nodiscard]] Error wrong(const Pointer& where, const std::string& text) const;

 private:
  [[nodiscard]] Error wrong_at(std::size_t offset, const std::string& text) const;
  [[nodiscard]] Error not_json() const;

  std::filesystem::path file_;
  std::vector<char> text_;  // no string: the values show it, also when it moves
  JsonValues values_;
};

}  // namespace byom::registry
