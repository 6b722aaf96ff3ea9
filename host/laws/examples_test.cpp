// The law 'examples' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'examples': a kernel that computes something else is told what was expected") {
  const auto judgement = judged("examples", "WrongExample");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("expected float[2,2] 3 6 9 18"));
  CHECK(judged("examples", "Honest").failures.empty());
}
