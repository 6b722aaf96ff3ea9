// Reading of JSON. Places come from a second pass, whose iterator tells how far the parser has come.
#include "host/registry/json_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <vector>

#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"

namespace byom::registry {
namespace {

constexpr std::uintmax_t largest_file = 16u << 20;
constexpr int deepest_nesting = 64;

// Walks over the text and writes down how far it is.
struct Cursor {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at = nullptr;
  const char** latest = nullptr;

  reference operator*() const { return *at; }
  Cursor& operator++() {
    *latest = ++at;
    return *this;
  }
  bool operator==(const Cursor& other) const { return at == other.at; }
  bool operator!=(const Cursor& other) const { return at != other.at; }
};

Result<std::string> read_text(const std::filesystem::path& file) {
  std::error_code problem, ignored;
  const std::uintmax_t size = std::filesystem::file_size(file, problem);
  if (problem && std::filesystem::is_directory(file, ignored))
    return fail(exit_usage, file.string() + ": this is a folder; name the JSON file in it.");
  if (problem)
    return fail(exit_usage,
                file.string() + ": cannot be read: " + problem.message() + did_you_mean_file(file) + ".");
  if (size > largest_file)
    return fail(exit_usage, file.string() + ": is larger than 16 MiB, which no manifest is.");
  std::ifstream stream(file, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  if (!stream || !stream.read(text.data(), static_cast<std::streamsize>(size)))
    return fail(exit_usage, file.string() + ": cannot be read: " + std::strerror(errno) + ".");
  return text;
}

// nlohmann's text without its own prefix "[json.exception…] parse error at line 1, column 2: ".
std::string reason(const std::string& what) {
  const std::size_t column = what.find("column ");
  const std::size_t colon = column == std::string::npos ? column : what.find(": ", column);
  const std::size_t bracket = what.find("] ");
  if (colon != std::string::npos) return what.substr(colon + 2);
  return bracket == std::string::npos ? what : what.substr(bracket + 2);
}

// Where the token that ends before `end` begins, when it is a string; else its last character.
std::size_t token_start(const std::string& text, std::size_t end) {
  if (end == 0) return 0;
  std::size_t at = end - 1;
  if (text[at] != '"') return at;
  while (at > 0) {
    --at;
    std::size_t backslashes = 0;
    while (backslashes < at && text[at - 1 - backslashes] == '\\') ++backslashes;
    if (text[at] == '"' && backslashes % 2 == 0) break;
  }
  return at;
}

std::size_t count_members(const nlohmann::json& value) {
  std::size_t count = value.is_object() ? value.size() : 0;
  if (value.is_structured())
    for (const nlohmann::json& inner : value) count += count_members(inner);
  return count;
}

}  // namespace

// The parser's callback: knows the pointer of the value being read, keeps where each value begins.
struct JsonFile::Places {
  struct Frame {
    Pointer where;
    bool array;
    std::size_t index;
    std::string key;
  };

  std::map<std::string, std::size_t> offsets;  // by JSON pointer
  std::optional<std::size_t> twice;            // where a key stands that its object has already
  std::string key_twice;
  std::vector<Frame> frames;

  [[nodiscard]] Pointer here() const {
    if (frames.empty()) return Pointer();
    const Frame& top = frames.back();
    return top.array ? top.where / top.index : top.where / top.key;
  }
  void note(std::size_t start) {
    if (offsets.emplace(here().to_string(), start).second || twice) return;
    twice = start;
    key_twice = frames.back().key;
  }
  void step() {
    if (!frames.empty() && frames.back().array) ++frames.back().index;
  }
  void event(nlohmann::json::parse_event_t event, const nlohmann::json& parsed, std::size_t start) {
    using Event = nlohmann::json::parse_event_t;
    const bool element = frames.empty() || frames.back().array;
    switch (event) {
      case Event::object_start:
      case Event::array_start:
        if (element) note(start);
        frames.push_back({here(), event == Event::array_start, 0, {}});
        break;
      case Event::key:
        frames.back().key = parsed.get<std::string>();
        note(start);
        break;
      case Event::value:
        if (element) note(start);
        step();
        break;
      case Event::object_end:
      case Event::array_end:
        frames.pop_back();
        step();
        break;
    }
  }
};

JsonFile::Places JsonFile::places() const {
  Places places;
  const char* latest = text_.data();
  const auto callback = [&](int, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    places.event(event, parsed, token_start(text_, static_cast<std::size_t>(latest - text_.data())));
    return true;
  };
  const char* const end = text_.data() + text_.size();
  const auto unused = nlohmann::json::parse(Cursor{text_.data(), &latest}, Cursor{end, &latest}, callback);
  return places;
}

Result<JsonFile> JsonFile::read(const std::filesystem::path& file) {
  JsonFile result;
  result.file_ = file;
  BYOM_TRY(result.text_, read_text(file));
  std::size_t keys = 0;
  int deepest = 0;
  const auto count = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json&) {
    if (event == nlohmann::json::parse_event_t::key) ++keys;
    deepest = std::max(deepest, depth);
    return true;
  };
  if (result.text_.find_first_not_of(" \t\r\n") == std::string::npos)
    return result.wrong_at(0, "this is not JSON: the file is empty.");
  try {
    result.root_ = nlohmann::json::parse(result.text_, count);
  } catch (const nlohmann::json::parse_error& error) {
    // A text that ends too early is one byte short.
    const std::size_t size = result.text_.size();
    return result.wrong_at(error.byte > size ? size : token_start(result.text_, error.byte),
                           "this is not JSON: " + reason(error.what()) + ".");
  } catch (const nlohmann::json::exception& error) {
    return fail(exit_usage, file.string() + ": this is not JSON: " + reason(error.what()) + ".");
  }
  if (deepest > deepest_nesting)
    return fail(exit_usage, file.string() + ": is nested deeper than 64 levels, which no manifest is.");
  if (keys != count_members(result.root_))
    if (const Places places = result.places(); places.twice)
      return result.wrong_at(*places.twice,
                             "the key '" + places.key_twice + "' stands in its object already.");
  return result;
}

const nlohmann::json* JsonFile::find(const Pointer& where) const {
  if (!root_.contains(where)) return nullptr;
  const nlohmann::json& value = root_.at(where);
  return value.is_null() ? nullptr : &value;
}

Error JsonFile::wrong_at(std::size_t offset, const std::string& text) const {
  const auto end = text_.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text_.size()));
  const auto newline = std::find(std::make_reverse_iterator(end), text_.rend(), '\n');
  const std::string line = std::to_string(std::count(text_.begin(), end, '\n') + 1);
  const std::string column = std::to_string(end - newline.base() + 1);
  return fail(exit_usage, file_.string() + ":" + line + ":" + column + ": " + text);
}

Error JsonFile::wrong(const Pointer& where, const std::string& text) const {
  const Places known = places();
  Pointer at = where;
  while (!at.empty() && !known.offsets.contains(at.to_string())) at = at.parent_pointer();
  const auto offset = known.offsets.find(at.to_string());
  return wrong_at(offset == known.offsets.end() ? 0 : offset->second, text);
}

}  // namespace byom::registry
