// How processes end, and what is told of it.
#include "host/laws/process.hpp"

#include <vector>

#include <doctest/doctest.h>

using namespace byom;
using laws::Ending;

namespace {

std::vector<std::string> lines;

Ending shell(const std::string& script, double deadline = 10) {
  lines.clear();
  const auto ending = laws::watch("/bin/sh", {"-c", script}, deadline,
                                  [](const std::string& line) { lines.push_back(line); });
  REQUIRE(ending.ok());
  return *ending;
}

}  // namespace

TEST_CASE("Process: its answers come line by line, its chatter is kept apart") {
  const Ending ending = shell("echo one >&3; echo noise; echo two >&3; echo more noise >&2; exit 4");
  CHECK(lines == std::vector<std::string>{"one", "two"});
  CHECK(ending.kind == Ending::Kind::exit);
  CHECK(ending.number == 4);
  CHECK(ending.text(10) == "it ended the process with exit code 4; it said: noise more noise");
}

TEST_CASE("Process: a signal is named") {
  CHECK(shell("kill -SEGV $$").text(10) == "killed by SIGSEGV (Segmentation fault)");
  CHECK(shell("kill -ABRT $$").text(10) == "killed by SIGABRT (Aborted)");
}

TEST_CASE("Process: silence for the deadline is a hang, a line begins it anew") {
  CHECK(shell("for i in 1 2 3 4; do sleep 0.3; echo $i >&3; done", 1).kind == Ending::Kind::exit);
  CHECK(lines.size() == 4);
  const Ending hung = shell("echo one >&3; sleep 60", 0.3);
  CHECK(hung.kind == Ending::Kind::deadline);
  CHECK(hung.text(0.3) == "no answer for 0.3 s; it was killed");
  CHECK(shell("exec 3>&-; sleep 60", 0.3).kind == Ending::Kind::deadline);
}
