// One run of this program as another process, watched while it answers.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <byom/result.hpp>

namespace byom::laws {

struct Ending {
  enum class Kind { exit, signal, deadline };
  Kind kind = Kind::exit;
  int number = 0;    // exit code or signal
  std::string said;  // the last lines it wrote to stdout or stderr

  // "killed by SIGSEGV (invalid memory reference)", "no answer for 20 s", with what it said.
  [[nodiscard]] std::string text(double deadline) const;
};

// Starts `program` with `arguments`, calls `on_line` for each line that it writes to answer_descriptor, and
// waits for its end. When no line came for `deadline` seconds it is killed with everything it started.
// Errors: exit_system.
Result<Ending> watch(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                     double deadline, const std::function<void(const std::string& line)>& on_line);

}  // namespace byom::laws
