// What the user reads while the program works: one changing line on a terminal, plain lines elsewhere.
#pragma once

#include <string>

#include <byom/result.hpp>

namespace byom::cli {

class Log {
 public:
  explicit Log(bool verbose);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void stage(const std::string& text);    // on a terminal replaces the line of the stage before
  void info(const std::string& text);     // "INFO: ..."
  void detail(const std::string& text);   // the same, with --verbose only
  void warning(const std::string& text);  // "WARNING: ..."
  void error(const std::string& text);    // "ERROR: ...", one line each
  void plain(const std::string& text);    // as it stands
  // The same, and with `json` the outcome of --json on standard output; gives the exit code.
  int failure(const Error& error, bool json);

 private:
  void line(const char* level, const std::string& text);
  void clear_stage();
  bool verbose_, terminal_, stage_shown_ = false;
};

}  // namespace byom::cli
