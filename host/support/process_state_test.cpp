// Each aspect of the process state is changed, seen and put back.
#include "host/support/process_state.hpp"

#include <cfenv>
#include <chrono>
#include <clocale>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

using namespace byom;

namespace {

std::vector<std::string> seen(const char* aspect, const std::function<void()>& change,
                              const std::function<void()>& put_back) {
  const Reading before = process_aspect(aspect).read();
  change();
  const std::vector<std::string> clauses = changes(before, process_aspect(aspect).read());
  put_back();
  CHECK(changes(before, process_aspect(aspect).read()).empty());
  return clauses;
}

using Clauses = std::vector<std::string>;

}  // namespace

#if defined(__x86_64__)
TEST_CASE("Process state: the rounding mode, which both units of the processor have") {
  CHECK(seen(
            "floating_point", [] { std::fesetround(FE_UPWARD); }, [] { std::fesetround(FE_TONEAREST); }) ==
        Clauses{"the control word of x87 was '0x37f' and is '0xb7f'",
                "the rounding mode was 'to nearest' and is 'upward'",
                "the rounding mode of SSE was 'to nearest' and is 'upward'"});
}

TEST_CASE("Process state: denormal numbers, which -ffast-math switches off") {
  const unsigned mode = _mm_getcsr();
  CHECK(seen(
            "floating_point", [mode] { _mm_setcsr(mode | 0x8040); }, [mode] { _mm_setcsr(mode); }) ==
        Clauses{"the treatment of denormal inputs was 'kept' and is 'taken as zero'",
                "the treatment of denormal results was 'kept' and is 'flushed to zero'"});
}
#endif

TEST_CASE("Process state: the locale") {
  CHECK(seen(
            "locale", [] { std::setlocale(LC_NUMERIC, "C.UTF-8"); }, [] { std::setlocale(LC_NUMERIC, "C"); })
            .size() == 1);
}

TEST_CASE("Process state: an ignored and a blocked signal") {
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, SIGUSR2);
  CHECK(seen(
            "signals",
            [&] {
              std::signal(SIGUSR1, SIG_IGN);
              pthread_sigmask(SIG_BLOCK, &one, nullptr);
            },
            [&] {
              std::signal(SIGUSR1, SIG_DFL);
              pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
            }) == Clauses{"the action on SIGUSR1 was 'the default' and is 'to ignore it'",
                          "the block of SIGUSR2 is new: 'on'"});
}

TEST_CASE("Process state: working directory, umask, environment") {
  const auto folder = std::filesystem::current_path();
  CHECK(seen(
            "folder", [] { std::filesystem::current_path("/"); },
            [&] { std::filesystem::current_path(folder); }) ==
        Clauses{"the working directory was '" + folder.string() + "' and is '/'"});
  const mode_t mask = umask(022);
  CHECK(seen(
            "folder", [] { umask(07); }, [] { umask(022); }) ==
        Clauses{"the umask was '0022' and is '0007'"});
  umask(mask);
  CHECK(seen(
            "environment", [] { setenv("ACME", "1=2", 1); }, [] { unsetenv("ACME"); }) ==
        Clauses{"the environment variable ACME is new: '1=2'"});
}

TEST_CASE("Process state: an open file") {
  int descriptor = -1;
  const auto clauses = seen(
      "files", [&] { descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC); }, [&] { close(descriptor); });
  CHECK(clauses == Clauses{"the file descriptor " + std::to_string(descriptor) + " is new: '/dev/null'"});
}

TEST_CASE("Process state: a thread that stays") {
  std::mutex held;
  std::thread thread;
  held.lock();
  const Reading before = process_aspect("threads").read();
  const Clauses clauses = seen(
      "threads", [&] { thread = std::thread([&] { const std::lock_guard wait(held); }); },
      [&] {
        held.unlock();
        thread.join();
        // The kernel lists a thread for a moment after it was joined.
        for (int i = 0; i < 1000 && process_aspect("threads").read() != before; ++i)
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
      });
  REQUIRE(clauses.size() == 1);
  CHECK(clauses[0].starts_with("the number of threads was '"));
}
