// The law 'schema' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'schema': what is not described is named") {
  const auto judgement = judged("schema", "Undescribed");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("it has no worked example"));
  CHECK(judged("schema", "Honest").failures.empty());
}

TEST_CASE("Law 'schema': operator, input and output are asked for a description") {
  const auto judgement = judged("schema", "Undescribed");
  CHECK(judgement.fails_with("the operator is not described"));
  CHECK(judgement.fails_with("input 'x' is not described"));
  CHECK(judgement.fails_with("input 'x': 'duoble' is no element type (did you mean 'double'"));
  CHECK_FALSE(judgement.fails_with("output"));
}
