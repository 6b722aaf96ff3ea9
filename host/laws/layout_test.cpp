// The law 'layout' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'layout': transparent means any order of axes") {
  const auto judgement = judged("layout", "LiesAboutLayout");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("axes in the order 1 0"));
  CHECK(judged("layout", "Honest").failures.empty());
}
