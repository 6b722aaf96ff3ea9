// The law 'random' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'random': a kernel that is right on its examples only is found") {
  const auto judgement = judged("random", "RightOnExamplesOnly");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("with random numbers up to 1: the layers compute"));
  CHECK(judged("translation", "RightOnExamplesOnly").failures.empty());
  CHECK(judged("random", "Honest").holds());
}
