// The law 'ledger' sees who breaks it, and nothing where nobody does.
#include <doctest/doctest.h>

#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'ledger': an attribute that the kernel does not read is named") {
  const auto judgement = judged("ledger", "IgnoresAttribute");
  REQUIRE_FALSE(judgement.failures.empty());
  CAPTURE(judgement.failures.front());
  CHECK(judgement.fails_with("attribute 'by=3' is not looked at by kernel"));
  CHECK(judged("ledger", "Honest").failures.empty());
}
