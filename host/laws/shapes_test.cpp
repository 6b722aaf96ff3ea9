// The law 'shapes' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'shapes': infer must be right without the elements of the inputs") {
  const auto judgement = judged("shapes", "WrongShape");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("infers for output 0 shape [1,1], expected [1,3]"));
  CHECK(judged("shapes", "Honest").failures.empty());
}
