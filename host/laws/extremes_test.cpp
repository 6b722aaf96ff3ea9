// The law 'extremes' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'extremes': NaN is refused with a reason") {
  const auto judgement = judged("extremes", "SilentAboutNaN");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("input 0 all NaN"));
  CHECK(judged("extremes", "Honest").failures.empty());
}
