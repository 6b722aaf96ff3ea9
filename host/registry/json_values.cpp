// Reads the structure of JSON and its plain values; the others are nlohmann's to judge, one at a time.
#include "host/registry/json_values.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace byom::registry {
namespace {

using Kind = JsonValue::Kind;
using Outcome = JsonValues::Outcome;

// Characters that say themselves in a text.
constexpr auto plain = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0x20; c < 0x80; ++c) table[c] = c != '"' && c != '\\';
  return table;
}();

class Reading {
 public:
  explicit Reading(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {
    found_.list.reserve(text.size() / 16);
  }

  JsonValues all() {
    skip("\xEF\xBB\xBF");  // a byte order mark
    skip_space();
    const bool whole = value({}, here(), 0, 0) && (skip_space(), at_ == end_);
    if (whole && found_.outcome != Outcome::key_twice) found_.outcome = Outcome::whole;
    if (!whole && found_.outcome != Outcome::too_deep) found_.outcome = Outcome::not_json;
    if (!whole) found_.stopped = here();
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(at_ - begin_); }
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(found_.list.size()); }
  [[nodiscard]] char next() const { return at_ == end_ ? '\0' : *at_; }
  [[nodiscard]] std::string_view since(const char* start) const { return {start, at_}; }

  void skip_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }

  bool skip(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  bool skip(std::string_view word) {
    if (!std::string_view(at_, end_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  // Every function below says whether it could read what it is called after.
  bool value(std::string_view key, std::uint32_t place, std::uint32_t parent, int depth) {
    const std::uint32_t self = count();
    found_.list.push_back({key, {}, place, 0, parent, Kind::null});
    const char* const start = at_;
    std::string_view said;
    Kind kind = Kind::number;
    bool good = false;
    switch (next()) {
      case '{':
        kind = Kind::object, good = members(self, depth + 1);
        break;
      case '[':
        kind = Kind::list, good = elements(self, depth + 1);
        break;
      case '"':
        kind = Kind::text, good = quoted(said);
        break;
      case 'n':
        kind = Kind::null, good = skip("null");
        break;
      case 't':
      case 'f':
        kind = Kind::boolean, good = skip("true") || skip("false");
        break;
      default:
        good = number();
    }
    JsonValue& read = found_.list[self];
    read.kind = kind;
    read.text = kind == Kind::text ? said : since(start);
    read.end = count();
    return good;
  }

  bool members(std::uint32_t self, int depth) {
    if (!open('{', depth)) return false;
    if (skip('}')) return true;
    for (;;) {
      skip_space();
      const std::uint32_t place = here();
      std::string_view key;
      if (next() != '"' || !quoted(key)) return false;
      skip_space();
      if (!skip(':')) return false;
      skip_space();
      if (!value(key, place, self, depth)) return false;
      skip_space();
      if (skip(',')) continue;
      look_for_twins(self);
      return skip('}');
    }
  }

  bool elements(std::uint32_t self, int depth) {
    if (!open('[', depth)) return false;
    if (skip(']')) return true;
    do {
      skip_space();
      if (!value({}, here(), self, depth)) return false;
      skip_space();
    } while (skip(','));
    return skip(']');
  }

  bool open(char bracket, int depth) {
    if (depth > JsonValues::deepest_nesting) {
      found_.outcome = Outcome::too_deep;
      return false;
    }
    skip(bracket);
    skip_space();
    return true;
  }

  bool number() {
    const char* const start = at_;
    while (at_ != end_ && std::string_view("0123456789+-.eE").find(*at_) != std::string_view::npos) ++at_;
    const std::string_view token = since(start);
    const bool digit = token.size() == 1 && token[0] >= '0' && token[0] <= '9';
    return digit || nlohmann::json::accept(token);
  }

  // From one quote to the next.
  bool quoted(std::string_view& said) {
    const char* const start = at_++;
    while (at_ != end_ && plain[static_cast<unsigned char>(*at_)]) ++at_;
    if (next() == '"') {
      said = since(start + 1);
      ++at_;
      return true;
    }
    while (at_ < end_ && *at_ != '"') at_ += *at_ == '\\' && end_ - at_ > 1 ? 2 : 1;
    if (!skip('"')) return false;
    const auto decoded = nlohmann::json::parse(since(start), nullptr, false);
    if (!decoded.is_string()) return false;
    said = found_.decoded.emplace_front(decoded.get_ref<const std::string&>());
    return true;
  }

  // Of all keys that stand in their object already, the first in the text is kept.
  void look_for_twins(std::uint32_t object) {
    keys_.clear();
    for (std::uint32_t i = object + 1; i < count(); i = found_.list[i].end)
      keys_.emplace_back(found_.list[i].key, found_.list[i].place);
    // By length first: most keys of an object differ in that.
    std::sort(keys_.begin(), keys_.end(), [](const auto& a, const auto& b) {
      return a.first.size() != b.first.size() ? a.first.size() < b.first.size() : a < b;
    });
    for (std::size_t i = 1; i < keys_.size(); ++i) {
      const auto& [key, place] = keys_[i];
      if (key != keys_[i - 1].first || (found_.outcome == Outcome::key_twice && found_.stopped < place))
        continue;
      found_.outcome = Outcome::key_twice;
      found_.stopped = place;
      found_.key_twice = key;
    }
  }

  const char* const begin_;
  const char* at_;
  const char* const end_;
  std::vector<std::pair<std::string_view, std::uint32_t>> keys_;  // of the object at hand
  JsonValues found_;
};

}  // namespace

JsonValues read_json(std::string_view text) {
  return Reading(text).all();
}

}  // namespace byom::registry
