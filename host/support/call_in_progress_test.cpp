// Calls nest, and the innermost is the one that is shown.
#include "host/support/call_in_progress.hpp"

#include <string>

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

}  // namespace
}  // namespace byom
