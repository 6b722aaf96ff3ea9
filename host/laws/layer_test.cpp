// The law 'layer' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'layer': a custom form needs its class in the Python text") {
  const auto judgement = judged("layer", "Classless");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("'ClasslessLayer', which its Python text does not define"));
  CHECK(judged("layer", "Honest").failures.empty());
}
