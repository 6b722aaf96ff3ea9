// Typed looks into a manifest's JSON, which collect what is wrong instead of stopping at it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "host/registry/json_file.hpp"
#include "host/registry/manifest.hpp"

namespace byom::registry {

// `where` is a JSON pointer such as "/PLUGIN/id". What is missing, null or wrong reads as empty, or as the
// preset. `sample` is what a right value looks like.
class ManifestReader {
 public:
  using Pointer = JsonFile::Pointer;

  // `file` must outlive it.
  explicit ManifestReader(const JsonFile& file) : file_(file) {}

  [[nodiscard]] const nlohmann::json* find(const Pointer& where) const { return file_.find(where); }
  void complain(const Pointer& where, const std::string& text);
  // One line each, with file, line and column.
  [[nodiscard]] const std::string& problems() const { return problems_; }

  std::string text(const Pointer& where);
  bool flag(const Pointer& where);
  std::int32_t number(const Pointer& where, std::int32_t preset, std::int32_t least);
  std::vector<std::string> texts(const Pointer& where, const std::string& sample);
  std::map<std::string, std::string> texts_by_name(const Pointer& where, const std::string& sample);
  // Pointers to the elements of a list.
  std::vector<Pointer> elements(const Pointer& where, const std::string& sample);
  // {first: text, second: text}; `first` may be left out. Its type is empty when it is wrong.
  Claim pair(const Pointer& where, const char* first, const char* second, const std::string& sample);
  // False when it is missing, which is no fault, or something else.
  bool is_object(const Pointer& where, const std::string& sample);
  // A key that is not read, and nearly one that is, would be missed in silence.
  void refuse_misspelled(const Pointer& where, const std::vector<std::string>& known);

 private:
  const JsonFile& file_;
  std::string problems_;
};

}  // namespace byom::registry
