// Typed looks into a manifest's JSON, which collect what is wrong instead of stopping at it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/registry/json_file.hpp"
#include "host/registry/manifest.hpp"

namespace byom::registry {

// What is missing, null or wrong reads as empty, or as the preset. `sample` is what a right value looks like.
class ManifestReader {
 public:
  using Pointer = JsonFile::Pointer;

  // `file` must outlive it.
  explicit ManifestReader(const JsonFile& file) : file_(file) {}

  [[nodiscard]] Pointer root() const { return file_.root(); }
  [[nodiscard]] static const JsonValue* find(const Pointer& where) { return JsonFile::find(where); }
  void complain(const Pointer& where, const std::string& text);
  [[nodiscard]] bool complained() const { return !problems_.empty(); }
  // One line each, with file, line and column, in the order of the file.
  [[nodiscard]] std::string problems() const;

  // `way_out`: what to do when it is empty.
  std::string text(const Pointer& where, const char* way_out = "leave the key out or fill it");
  bool flag(const Pointer& where);
  std::int32_t number(const Pointer& where, std::int32_t preset, std::int32_t least);
  std::vector<std::string> texts(const Pointer& where, std::string_view sample);
  std::map<std::string, std::string> texts_by_name(const Pointer& where, std::string_view sample);
  // The elements of a list.
  std::vector<Pointer> elements(const Pointer& where, std::string_view sample);
  // {first: text, second: text}; `first` may be left out. Its type is empty when it is wrong.
  Claim pair(const Pointer& where, const char* first, const char* second, std::string_view sample);
  // False when it is missing, which is no fault, or something else.
  bool is_object(const Pointer& where, std::string_view sample);
  // A key that is not read, and nearly one that is, would be missed in silence.
  void refuse_misspelled(const Pointer& where, std::initializer_list<std::string_view> known);

 private:
  const JsonFile& file_;
  std::multimap<std::size_t, std::string> problems_;  // by place in the file
};

}  // namespace byom::registry
