// What a manifest's values must be, and the words when one is not.
#include "host/registry/manifest_reader.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "host/support/join.hpp"
#include "host/support/json_text.hpp"
#include "host/support/nearest.hpp"
#include "host/support/number.hpp"
#include "host/support/quote.hpp"

namespace byom::registry {
namespace {

using Kind = JsonValue::Kind;
using Pointer = JsonFile::Pointer;

// As one line of JSON.
std::string shown(const JsonValue& value) {
  using nlohmann::json;
  const json read = value.kind == Kind::text ? json(value.text) : json::parse(value.text);
  const std::string text = json_text(read);
  return text.size() > 60 ? text.substr(0, 60) + "..." : text;
}

std::string must_be_object(const Pointer& where, std::string_view sample) {
  return where.name() + " must be an object such as " + std::string(sample) + ".";
}

std::string must_be_list(const Pointer& where, std::string_view sample) {
  return where.name() + " must be a list such as [" + std::string(sample) + "].";
}

}  // namespace

void ManifestReader::complain(const Pointer& where, const std::string& text) {
  problems_.emplace(where.place(), file_.wrong(where, text).text);
}

std::string ManifestReader::problems() const {
  return join(problems_, "\n", [](const auto& at_offset) { return at_offset.second; });
}

std::string ManifestReader::text(const Pointer& where, const char* way_out) {
  const JsonValue* value = find(where);
  if (value == nullptr) return "";
  if (value->kind != Kind::text)
    complain(where, where.name() + " must be a text, not " + shown(*value) + ".");
  else if (value->text.empty())
    complain(where, where.name() + " is empty; " + way_out + ".");
  else
    return std::string(value->text);
  return "";
}

bool ManifestReader::flag(const Pointer& where) {
  const JsonValue* value = find(where);
  if (value == nullptr) return false;
  if (value->kind == Kind::boolean) return value->text == "true";
  complain(where, where.name() + " must be true or false, not " + shown(*value) + ".");
  return false;
}

std::int32_t ManifestReader::number(const Pointer& where, std::int32_t preset, std::int32_t least) {
  const JsonValue* value = find(where);
  if (value == nullptr) return preset;
  std::int32_t number = preset;
  const bool whole = value->kind == Kind::number && read_number(value->text, number);  // 1.0 and 1e3 are none
  if (whole && number >= least) return number;
  complain(where, where.name() + " must be a whole number from " + std::to_string(least) + ", not " +
                      shown(*value) + ".");
  return preset;
}

std::map<std::string, std::string> ManifestReader::texts_by_name(const Pointer& where,
                                                                 std::string_view sample) {
  std::map<std::string, std::string> found;
  if (!is_object(where, sample)) return found;
  for (const Pointer& inner : where.inside()) {
    std::string key(inner.key());
    if (key.empty() || find(inner) == nullptr) complain(inner, must_be_object(where, sample));
    if (std::string value = text(inner); !value.empty()) found.emplace(std::move(key), std::move(value));
  }
  return found;
}

std::vector<Pointer> ManifestReader::elements(const Pointer& where, std::string_view sample) {
  const JsonValue* value = find(where);
  if (value == nullptr) return {};
  if (value->kind == Kind::list) return where.inside();
  complain(where, must_be_list(where, sample));
  return {};
}

std::vector<std::string> ManifestReader::texts(const Pointer& where, std::string_view sample) {
  std::vector<std::string> found;
  for (const Pointer& place : elements(where, sample)) {
    if (find(place) == nullptr) complain(place, must_be_list(where, sample));
    if (std::string value = text(place, "fill it or take it out of the list"); !value.empty())
      found.push_back(std::move(value));
  }
  return found;
}

Claim ManifestReader::pair(const Pointer& where, const char* first, const char* second,
                           std::string_view sample) {
  const bool object = is_object(where, sample);
  const bool whole = object && find(where / second) != nullptr;
  if (!whole && (object || find(where) == nullptr)) complain(where, must_be_object(where, sample));
  if (!whole) return {};
  return {text(where / first), text(where / second, "fill it")};
}

bool ManifestReader::is_object(const Pointer& where, std::string_view sample) {
  const JsonValue* value = find(where);
  if (value == nullptr) return false;
  if (value->kind != Kind::object) complain(where, must_be_object(where, sample));
  return value->kind == Kind::object;
}

void ManifestReader::refuse_misspelled(const Pointer& where, std::initializer_list<std::string_view> known) {
  const JsonValue* value = find(where);
  if (value == nullptr || value->kind != Kind::object) return;
  std::vector<std::string> missing;
  std::vector<Pointer> inside = where.inside();
  std::erase_if(inside, [&](const Pointer& inner) {
    return std::find(known.begin(), known.end(), inner.key()) != known.end();
  });
  if (inside.empty()) return;
  for (const std::string_view key : known)
    if (!(where / key).there()) missing.emplace_back(key);
  for (const Pointer& inner : inside)
    if (const auto near = nearest(inner.key(), missing, 1); !near.empty())
      complain(inner, "nothing reads the key " + byom::quoted(inner.key()) + "; is " + byom::quoted(near[0]) +
                          " meant?");
}

}  // namespace byom::registry
