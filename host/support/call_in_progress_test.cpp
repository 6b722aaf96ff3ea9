// Calls nest, and the innermost is the one that is shown.
#include "host/support/call_in_progress.hpp"

#include <string>
#include <thread>

#include <doctest/doctest.h>

namespace byom {
namespace {

std::string looked_at() {
  std::string text;
  CallInProgress::look_at_current(
      [&](const char* what, std::uint64_t, std::chrono::duration<double>) { text = what; });
  return text;
}

TEST_CASE("the innermost call is the one in progress") {
  CHECK(CallInProgress::current() == nullptr);
  CHECK(looked_at() == "");
  {
    const CallInProgress outer("the outer");
    CHECK(std::string(CallInProgress::current()) == "the outer");
    {
      const CallInProgress inner("the inner");
      CHECK(std::string(CallInProgress::current()) == "the inner");
      CHECK(looked_at() == "the inner");
    }
    CHECK(std::string(CallInProgress::current()) == "the outer");
    CHECK(looked_at() == "the outer");
  }
  CHECK(CallInProgress::current() == nullptr);
}

TEST_CASE("each thread has a call of its own, and those without one work for the latest") {
  const CallInProgress mine("of this thread");
  std::string of_other, of_helper;
  std::thread other([&] {
    of_helper = CallInProgress::current();
    const CallInProgress its("of the other");
    of_other = CallInProgress::current();
  });
  other.join();
  CHECK(of_helper == "of this thread");
  CHECK(of_other == "of the other");
  CHECK(std::string(CallInProgress::current()) == "of this thread");
}

}  // namespace
}  // namespace byom
