// The law 'refusals' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'refusals': a refusal without a reason is none") {
  const auto judgement = judged("refusals", "SilentAboutDouble");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("of type double"));
  CHECK(judged("refusals", "Honest").failures.empty());
}
