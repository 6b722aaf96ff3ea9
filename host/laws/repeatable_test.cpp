// The law 'repeatable' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'repeatable': a second call gives the same bits") {
  const auto judgement = judged("repeatable", "Forgetful");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("called again"));
  CHECK(judged("repeatable", "Honest").failures.empty());
}
