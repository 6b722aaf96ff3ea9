// Spawning, reading with a deadline, and telling how a process ended.
#include "host/laws/process.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/laws/worker.hpp"
#include "host/support/exit.hpp"

extern char** environ;

namespace byom::laws {

namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }
  void take(int number) {
    close();
    number_ = number;
  }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

Error failed(const std::string& what, int number) {
  return fail(exit_system, what + ": " + std::strerror(number));
}

Result<pid_t> spawn(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                    int answers, int chatter) {
  std::vector<char*> argv = {const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&files, chatter, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, chatter, STDERR_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, answers, answer_descriptor);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t pid = 0;
  const int problem = ::posix_spawn(&pid, program.c_str(), &files, &attributes, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&attributes);
  if (problem != 0) return failed("cannot start " + program.string(), problem);
  return pid;
}

// Reads until the other end is closed; false when no line came for `deadline` seconds.
bool read_lines(int descriptor, double deadline, const std::function<void(const std::string&)>& on_line) {
  std::string rest;
  std::array<char, 4096> buffer{};
  auto last = Clock::now();
  for (;;) {
    const std::chrono::duration<double, std::milli> left =
        std::chrono::duration<double>(deadline) - (Clock::now() - last);
    if (left.count() <= 0) return false;
    pollfd poll{descriptor, POLLIN, 0};
    if (::poll(&poll, 1, static_cast<int>(std::min(left.count() + 1, 1e9))) <= 0) continue;
    const ssize_t n = ::read(descriptor, buffer.data(), buffer.size());
    if (n <= 0) return true;
    rest.append(buffer.data(), static_cast<std::size_t>(n));
    for (std::size_t end = 0; (end = rest.find('\n')) != std::string::npos; rest.erase(0, end + 1)) {
      on_line(rest.substr(0, end));
      last = Clock::now();
    }
  }
}

// It may hang in a destructor after it has closed its descriptor.
bool wait_for(pid_t pid, double deadline, int& status) {
  const auto end = Clock::now() + std::chrono::duration<double>(deadline);
  while (::waitpid(pid, &status, WNOHANG) == 0) {
    if (Clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

// The last lines of what it wrote, as one.
std::string tail(int descriptor) {
  constexpr off_t most = 400;
  const off_t size = ::lseek(descriptor, 0, SEEK_END);
  std::string text(static_cast<std::size_t>(std::clamp<off_t>(size, 0, most)), '\0');
  const ssize_t n = ::pread(descriptor, text.data(), text.size(), size - static_cast<off_t>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
  while (text.ends_with('\n')) text.pop_back();
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

std::string Ending::text(double deadline) const {
  std::string all;
  if (kind == Kind::deadline) {
    std::array<char, 32> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "%g", deadline);
    all = std::string("no answer for ") + seconds.data() + " s; it was killed";
  } else if (kind == Kind::signal) {
    const char* abbreviation = ::sigabbrev_np(number);
    all = "killed by SIG" + std::string(abbreviation ? abbreviation : std::to_string(number).c_str()) + " (" +
          ::strsignal(number) + ")";
  } else {
    all = "it ended the process with exit code " + std::to_string(number);
  }
  return said.empty() ? all : all + "; it said: " + said;
}

Result<Ending> watch(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                     double deadline, const std::function<void(const std::string& line)>& on_line) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failed("cannot make a pipe", errno);
  Descriptor answers(ends[0]), theirs(ends[1]);
  const Descriptor chatter(::memfd_create("law", MFD_CLOEXEC));
  if (chatter.get() < 0) return failed("cannot make a file in memory", errno);
  BYOM_TRY(const pid_t pid, spawn(program, arguments, theirs.get(), chatter.get()));
  theirs.close();
  int status = 0;
  Ending ending;
  const bool ended = read_lines(answers.get(), deadline, on_line) && wait_for(pid, deadline, status);
  ::kill(-pid, SIGKILL);
  if (!ended) {
    ::waitpid(pid, &status, 0);
    ending.kind = Ending::Kind::deadline;
  } else if (WIFSIGNALED(status)) {
    ending.kind = Ending::Kind::signal;
    ending.number = WTERMSIG(status);
  } else {
    ending.number = WEXITSTATUS(status);
  }
  ending.said = tail(chatter.get());
  return ending;
}

}  // namespace byom::laws
