// Log lines on stderr.
#include "host/cli/log.hpp"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "host/support/json_text.hpp"

namespace byom::cli {

Log::Log(bool verbose) : verbose_(verbose), terminal_(::isatty(STDERR_FILENO) == 1) {}

Log::~Log() {
  clear_stage();
}

void Log::clear_stage() {
  if (stage_shown_) std::fputs("\r\x1b[K", stderr);
  stage_shown_ = false;
}

void Log::stage(const std::string& text) {
  if (!terminal_) return detail(text);
  clear_stage();
  std::fprintf(stderr, "%s ...", text.c_str());
  stage_shown_ = true;
}

void Log::line(const char* level, const std::string& text) {
  clear_stage();
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::fprintf(stderr, "%s: %.*s\n", level, static_cast<int>(end - begin), text.c_str() + begin);
    begin = end + 1;
  }
}

void Log::info(const std::string& text) {
  line("INFO", text);
}

void Log::detail(const std::string& text) {
  if (verbose_) line("DEBUG", text);
}

void Log::warning(const std::string& text) {
  line("WARNING", text);
}

void Log::error(const std::string& text) {
  line("ERROR", text);
}

void Log::plain(const std::string& text) {
  clear_stage();
  std::fputs(text.c_str(), stderr);
}

int Log::failure(const Error& error, bool json) {
  this->error(error.text);
  if (json)
    std::printf(
        "%s\n",
        json_text(nlohmann::ordered_json{{"ok", false}, {"exit", error.code}, {"error", error.text}}, 2)
            .c_str());
  return error.code;
}

}  // namespace byom::cli
