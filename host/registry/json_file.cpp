// Reading of JSON files, and the words for what is wrong in them.
#include "host/registry/json_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"

namespace byom::registry {
namespace {

constexpr std::int64_t largest_file = 16 << 20;

Error cannot_be_read(const std::filesystem::path& file, int reason) {
  return fail(exit_usage, file.string() + ": cannot be read: " + std::strerror(reason) +
                              (reason == ENOENT ? did_you_mean_file(file) : "") + ".");
}

// One look at the file's state, one reading: there may be hundreds of files, at every start.
Result<std::vector<char>> read_opened(int descriptor, const std::filesystem::path& file) {
  struct stat state {};
  if (::fstat(descriptor, &state) != 0) return cannot_be_read(file, errno);
  if (S_ISDIR(state.st_mode))
    return fail(exit_usage, file.string() + ": this is a folder; name the JSON file in it.");
  if (!S_ISREG(state.st_mode)) return cannot_be_read(file, ENOTSUP);
  if (state.st_size > largest_file)
    return fail(exit_usage, file.string() + ": is larger than 16 MiB, which no manifest is.");
  std::vector<char> text(static_cast<std::size_t>(state.st_size));
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t more = ::read(descriptor, text.data() + have, text.size() - have);
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) return cannot_be_read(file, errno);
    if (more == 0) break;  // it was cut short meanwhile
    have += static_cast<std::size_t>(more);
  }
  text.resize(have);
  return text;
}

Result<std::vector<char>> read_text(const std::filesystem::path& file) {
  // O_NONBLOCK: a FIFO is refused, not waited for.
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return cannot_be_read(file, errno);
  auto text = read_opened(descriptor, file);
  ::close(descriptor);
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
std::size_t token_start(std::string_view text, std::size_t end) {
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

}  // namespace

JsonFile::Pointer JsonFile::Pointer::operator/(std::string_view key) const {
  if (there_ && nearest().kind == JsonValue::Kind::object)
    for (std::uint32_t i = index_ + 1; i < nearest().end; i = (*values_)[i].end)
      if ((*values_)[i].key == key) return {*values_, i, true};
  return {*values_, index_, false};
}

std::vector<JsonFile::Pointer> JsonFile::Pointer::inside() const {
  std::vector<Pointer> found;
  for (std::uint32_t i = index_ + 1; there_ && i < nearest().end; i = (*values_)[i].end)
    found.push_back({*values_, i, true});
  return found;
}

std::string JsonFile::Pointer::name() const {
  if (index_ == 0) return "";
  const Pointer around(*values_, nearest().parent, true);
  std::string own(key());
  if (around.nearest().kind == JsonValue::Kind::list) {
    std::size_t place = 0;
    for (std::uint32_t i = around.index_ + 1; i < index_; i = (*values_)[i].end) ++place;
    own = std::to_string(place);
  }
  return around.index_ == 0 ? own : around.name() + "." + own;
}

Result<JsonFile> JsonFile::read(const std::filesystem::path& file) {
  JsonFile result;
  result.file_ = file;
  BYOM_TRY(result.text_, read_text(file));
  result.values_ = read_json({result.text_.data(), result.text_.size()});
  using Outcome = JsonValues::Outcome;
  if (result.values_.outcome == Outcome::not_json) return result.not_json();
  if (result.values_.outcome == Outcome::too_deep)
    return fail(exit_usage, file.string() + ": is nested deeper than 64 levels, which no manifest is.");
  if (result.values_.outcome == Outcome::key_twice)
    return result.wrong_at(result.values_.stopped, "the key '" + std::string(result.values_.key_twice) +
                                                       "' stands in its object already.");
  return result;
}

const JsonValue* JsonFile::find(const Pointer& where) {
  const bool nothing = !where.there_ || where.nearest().kind == JsonValue::Kind::null;
  return nothing ? nullptr : &where.nearest();
}

// nlohmann says why, in words that are known.
Error JsonFile::not_json() const {
  const std::string_view text(text_.data(), text_.size());
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return wrong_at(0, "this is not JSON: the file is empty.");
  try {
    const auto unused = nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    // A text that ends too early is one byte short.
    return wrong_at(error.byte > text.size() ? text.size() : token_start(text, error.byte),
                    "this is not JSON: " + reason(error.what()) + ".");
  } catch (const nlohmann::json::exception& error) {
    return fail(exit_usage, file_.string() + ": this is not JSON: " + reason(error.what()) + ".");
  }
  // It takes a zero byte for the end of the text.
  return wrong_at(values_.stopped, "this is not JSON: more follows behind its end.");
}

Error JsonFile::wrong_at(std::size_t offset, const std::string& text) const {
  const auto end = text_.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text_.size()));
  const auto newline = std::find(std::make_reverse_iterator(end), text_.rend(), '\n');
  const std::string line = std::to_string(std::count(text_.begin(), end, '\n') + 1);
  const std::string column = std::to_string(end - newline.base() + 1);
  return fail(exit_usage, file_.string() + ":" + line + ":" + column + ": " + text);
}

Error JsonFile::wrong(const Pointer& where, const std::string& text) const {
  return wrong_at(where.place(), text);
}

}  // namespace byom::registry
