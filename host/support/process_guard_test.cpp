// Each thing that the guard knows is changed, told and put back.
#include "host/support/process_guard.hpp"

#include <cfenv>

#include <doctest/doctest.h>

namespace byom {
namespace {

// Leaves bytes on the stack that what is called next finds in its uninitialized variables.
[[gnu::noinline]] void dirty_the_stack() {
  volatile unsigned char bytes[4096];
  for (volatile unsigned char& byte : bytes) byte = 0x55;
}

TEST_CASE("an untouched process needs no restoring") {
  const ProcessGuard guard;
  dirty_the_stack();
  CHECK_FALSE(guard.changed());
  CHECK(guard.restore().empty());
}

TEST_CASE("what was changed is told and put back") {
  const ProcessGuard guard;
  SUBCASE("the rounding mode") {
    std::fesetround(FE_UPWARD);
    CHECK(guard.floating_point().changed());
    CHECK_FALSE(guard.restore().empty());
    CHECK(std::fegetround() == FE_TONEAREST);
  }
  SUBCASE("the locale") {
    std::setlocale(LC_NUMERIC, "C.UTF-8");
    CHECK(guard.restore() == std::vector<std::string>{"the locale (LC_NUMERIC) was 'C' and is 'C.UTF-8'"});
    CHECK(std::string(std::setlocale(LC_NUMERIC, nullptr)) == "C");
  }
  SUBCASE("the action on a signal") {
    std::signal(SIGHUP, SIG_IGN);
    CHECK(guard.restore() ==
          std::vector<std::string>{"the action on SIGHUP was 'the default' and is 'to ignore it'"});
    struct sigaction now {};
    sigaction(SIGHUP, nullptr, &now);
    CHECK((now.sa_handler == SIG_DFL));
  }
  SUBCASE("a blocked signal") {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    CHECK(guard.restore() == std::vector<std::string>{"the block of SIGHUP is new: 'on'"});
  }
  CHECK(guard.restore().empty());
}

}  // namespace
}  // namespace byom
