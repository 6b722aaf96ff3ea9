// What is wrong with a model, collected so that one run reports all of it.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "host/support/exit.hpp"

namespace byom::onnx {

class Problems {
 public:
  // `text` names the node, tensor or field and the cause.
  void add(Exit code, std::string text);
  void add(const Error& error, const std::string& where) {
    add(static_cast<Exit>(error.code), where + ": " + error.text);
  }
  // Only the first of warnings with the same `kind` is kept; `where` completes it.
  void warn(const std::string& kind, const std::string& where = {});
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
  // Every problem, one a line, under the name of the file. The code is theirs where they agree, else
  // exit_input.
  [[nodiscard]] Error error(const std::string& file) const;

 private:
  static constexpr std::size_t shown = 100;
  std::vector<std::string> lines_;
  std::size_t count_ = 0;
  int code_ = exit_done;
  std::vector<std::string> warnings_;
  std::set<std::string> warned_;
};

}  // namespace byom::onnx
