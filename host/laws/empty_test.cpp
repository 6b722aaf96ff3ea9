// The law 'empty' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'empty': an empty tensor is refused with a reason") {
  const auto judgement = judged("empty", "SilentAboutNothing");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("without elements"));
  CHECK(judged("empty", "Honest").failures.empty());
}
