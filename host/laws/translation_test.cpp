// The law 'translation' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'translation': layers with other numbers are no translation") {
  const auto judgement = judged("translation", "WrongTranslation");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("the layers compute"));
  CHECK(judged("translation", "Honest").failures.empty());
}
