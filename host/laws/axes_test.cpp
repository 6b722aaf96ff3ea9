// The law 'axes' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'axes': a negative axis is the positive one") {
  const auto judgement = judged("axes", "MisreadsAxis");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("axis=-1"));
  CHECK(judged("axes", "Honest").failures.empty());
}
