// Signal handlers; only async-signal-safe calls.
#include "host/cli/signals.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <thread>

#include <sys/mman.h>
#include <unistd.h>

#include "host/archive/temporaries.hpp"
#include "host/support/call_in_progress.hpp"
#include "host/support/exit.hpp"
#include "host/support/mapped_file.hpp"

namespace byom::cli {

namespace {
// Publishing takes milliseconds and ends in a whole set of files; the program then ends by itself.
void on_signal(int number) {
  if (archive::remove_temporaries()) ::_exit(128 + number);
}

constinit std::atomic<bool> as_json{false}, ending{false};

// Text in memory that is always there.
class Line {
 public:
  void add(std::string_view text) noexcept {
    for (const char c : text)
      if (size_ < text_.size()) text_[size_++] = c;
  }
  // Inside a JSON string.
  void add_escaped(std::string_view text) noexcept {
    constexpr const char* digits = "0123456789abcdef";
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') add("\\");
      if (byte >= 0x20) {
        add({&c, 1});
      } else {
        const char code[] = {'\\', 'u', '0', '0', digits[byte / 16], digits[byte % 16]};
        add({code, sizeof code});
      }
    }
  }
  void write_to(int file) const noexcept {
    for (std::size_t at = 0; at < size_;) {
      const ssize_t n = ::write(file, text_.data() + at, size_ - at);
      if (n <= 0) return;
      at += static_cast<std::size_t>(n);
    }
  }

 private:
  std::array<char, 4096> text_{};
  std::size_t size_ = 0;
};

const char* crash_of(int number) {
  switch (number) {
    case SIGSEGV:
      return " crashed (SIGSEGV: it used memory that is not there).";
    case SIGBUS:
      return " crashed (SIGBUS: it used memory that cannot be reached).";
    case SIGFPE:
      return " crashed (SIGFPE: a whole number was divided by zero).";
    case SIGILL:
      return " crashed (SIGILL: the processor does not know an instruction).";
    default:
      return " crashed (SIGABRT: abort was called, or an exception was not caught).";
  }
}

void on_crash(int number) {
  if (const char* what = CallInProgress::current()) end_in_error(what, crash_of(number), exit_plugin);
  end_in_error("A bug of tao_byom: it", crash_of(number), exit_bug);
}

// exit may be called inside a plugin: by Fortran's STOP, or by a library that is out of memory.
void on_exit() {
  if (const char* what = CallInProgress::current())
    end_in_error(what, " ended the program (it called exit).", exit_plugin);
}

}  // namespace

void end_in_error(const char* what, const char* how, int code) noexcept {
  if (ending.exchange(true))
    for (;;) ::pause();  // another thread is about it
  archive::remove_temporaries();
  // Plugins are called and files are read before anything is published; a crash of our own may come later.
  const std::string_view outcome = code == exit_bug ? "" : " Nothing was written.";
  Line line;
  if (::isatty(STDERR_FILENO) == 1) line.add("\r\x1b[K");  // the stage
  line.add("ERROR: ");
  for (const std::string_view part : {std::string_view(what), std::string_view(how), outcome}) line.add(part);
  line.add("\n");
  line.write_to(STDERR_FILENO);
  if (as_json) {
    Line json;
    const char digit = static_cast<char>('0' + code);
    json.add("{\n  \"ok\": false,\n  \"exit\": ");
    json.add({&digit, 1});
    json.add(",\n  \"error\": \"");
    for (const std::string_view part : {std::string_view(what), std::string_view(how), outcome})
      json.add_escaped(part);
    json.add("\"\n}\n");
    json.write_to(STDOUT_FILENO);
  }
  ::_exit(code);
}

void name_who_crashes(bool json) {
  as_json = json;
  // Every thread that calls exit takes one handler off the list, and workers may call it at once: the one
  // that finds none would end the program with a code of its own.
  for (unsigned thread = 0; thread <= std::thread::hardware_concurrency(); ++thread) std::atexit(on_exit);
  // An overflown stack leaves no room for a handler on it.
  constexpr std::size_t bytes = std::size_t{1} << 16;
  stack_t stack{};
  stack.ss_sp = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  stack.ss_size = bytes;
  if (stack.ss_sp != MAP_FAILED) ::sigaltstack(&stack, nullptr);
  struct sigaction action {};
  action.sa_handler = on_crash;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = SA_ONSTACK;
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) ::sigaction(number, &action, nullptr);
  // Before plugins are watched: its action on SIGBUS is none of theirs.
  end_lost_mapping_by(
      [](const char* file, const char* what) noexcept { end_in_error(file, what, exit_input); });
}

void end_cleanly_on_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
  action.sa_handler = SIG_IGN;
  // A reader that went away and a file beyond the limit are errors of write, which have their text.
  for (const int number : {SIGPIPE, SIGXFSZ}) ::sigaction(number, &action, nullptr);
}

}  // namespace byom::cli
