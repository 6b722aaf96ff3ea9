// The law 'attributes' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'attributes': an absurd attribute is refused with a reason") {
  const auto judgement = judged("attributes", "SilentAboutFactor");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("by=nan"));
  CHECK(judged("attributes", "Honest").failures.empty());
}
