// What a manifest's values must be, and the words when one is not.
#include "host/registry/manifest_reader.hpp"

#include <algorithm>
#include <limits>

#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::registry {
namespace {

using nlohmann::json;

// "/PLUGIN/abi/needed" -> "PLUGIN.abi.needed".
std::string name(const JsonFile::Pointer& where) {
  std::string dotted = where.to_string().substr(1);
  std::replace(dotted.begin(), dotted.end(), '/', '.');
  return dotted;
}

std::string shown(const json& value) {
  const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.size() > 60 ? text.substr(0, 60) + "..." : text;
}

std::string must_be_object(const JsonFile::Pointer& where, const std::string& sample) {
  return name(where) + " must be an object such as " + sample + ".";
}

std::string must_be_list(const JsonFile::Pointer& where, const std::string& sample) {
  return name(where) + " must be a list such as [" + sample + "].";
}

}  // namespace

void ManifestReader::complain(const Pointer& where, const std::string& text) {
  problems_ += (problems_.empty() ? "" : "\n") + file_.wrong(where, text).text;
}

std::string ManifestReader::text(const Pointer& where) {
  const json* value = find(where);
  if (value == nullptr) return "";
  if (!value->is_string())
    complain(where, name(where) + " must be a text, not " + shown(*value) + ".");
  else if (value->get_ref<const std::string&>().empty())
    complain(where, name(where) + " is empty; leave the key out or fill it.");
  else
    return value->get<std::string>();
  return "";
}

bool ManifestReader::flag(const Pointer& where) {
  const json* value = find(where);
  if (value == nullptr) return false;
  if (value->is_boolean()) return value->get<bool>();
  complain(where, name(where) + " must be true or false, not " + shown(*value) + ".");
  return false;
}

std::int32_t ManifestReader::number(const Pointer& where, std::int32_t preset, std::int32_t least) {
  const json* value = find(where);
  if (value == nullptr) return preset;
  const double wide = value->is_number_integer() ? value->get<double>() : least - 1.0;
  const bool fits = wide >= least && wide <= std::numeric_limits<std::int32_t>::max();
  if (fits) return value->get<std::int32_t>();
  complain(where, name(where) + " must be a whole number from " + std::to_string(least) + ", not " +
                      shown(*value) + ".");
  return preset;
}

std::map<std::string, std::string> ManifestReader::texts_by_name(const Pointer& where,
                                                                 const std::string& sample) {
  std::map<std::string, std::string> found;
  if (!is_object(where, sample)) return found;
  for (const auto& [key, inner] : find(where)->items()) {
    if (key.empty() || inner.is_null()) complain(where / key, must_be_object(where, sample));
    if (std::string value = text(where / key); !value.empty()) found.emplace(key, std::move(value));
  }
  return found;
}

std::vector<ManifestReader::Pointer> ManifestReader::elements(const Pointer& where,
                                                              const std::string& sample) {
  std::vector<Pointer> found;
  const json* value = find(where);
  if (value == nullptr) return found;
  if (!value->is_array()) complain(where, must_be_list(where, sample));
  for (std::size_t i = 0; value->is_array() && i < value->size(); ++i) found.push_back(where / i);
  return found;
}

std::vector<std::string> ManifestReader::texts(const Pointer& where, const std::string& sample) {
  std::vector<std::string> found;
  for (const Pointer& place : elements(where, sample)) {
    if (find(place) == nullptr) complain(place, must_be_list(where, sample));
    if (std::string value = text(place); !value.empty()) found.push_back(std::move(value));
  }
  return found;
}

Claim ManifestReader::pair(const Pointer& where, const char* first, const char* second,
                           const std::string& sample) {
  const bool there = find(where) != nullptr;
  const bool whole = is_object(where, sample) && find(where / second) != nullptr;
  if (!whole && (!there || find(where)->is_object())) complain(where, must_be_object(where, sample));
  if (!whole) return {};
  return {text(where / first), text(where / second)};
}

bool ManifestReader::is_object(const Pointer& where, const std::string& sample) {
  const json* value = find(where);
  if (value != nullptr && !value->is_object()) complain(where, must_be_object(where, sample));
  return value != nullptr && value->is_object();
}

void ManifestReader::refuse_misspelled(const Pointer& where, const std::vector<std::string>& known) {
  const json* value = find(where);
  if (value == nullptr || !value->is_object()) return;
  std::vector<std::string> missing;
  for (const std::string& key : known)
    if (!value->contains(key)) missing.push_back(key);
  for (const auto& [key, inner] : value->items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (const auto near = nearest(key, missing, 1); !near.empty())
      complain(where / key,
               "nothing reads the key " + byom::quoted(key) + "; is " + byom::quoted(near[0]) + " meant?");
  }
}

}  // namespace byom::registry
