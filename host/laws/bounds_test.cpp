// The law 'bounds' sees writes where nobody may write, and outputs that nobody wrote.
#include <cstring>

#include <doctest/doctest.h>

#include "host/laws/guarded_memory.hpp"
#include "tests/support/judging.hpp"

using byom::test::judged;

TEST_CASE("Law 'bounds': a write behind an output, into an input, and an element that is not written") {
  CHECK(judged("bounds", "WritesBehind")
            .fails_with("writes outside the output float[1,3], 1 bytes behind its end"));
  CHECK(judged("bounds", "WritesIntoInput").fails_with("writes into input 0, which it may only read"));
  CHECK(judged("bounds", "LeavesUnwritten").fails_with("elements of output 0 are not written"));
  CHECK(judged("bounds", "Honest").holds());
}

TEST_CASE("Guarded memory: a write before the begin is seen, one inside is none of its business") {
  byom::laws::GuardedMemory memory(std::byte{0});
  auto* scratch = static_cast<std::byte*>(memory.scratch(16, 64));
  std::memset(scratch, 7, 16);
  CHECK(memory.damage().empty());
  scratch[-1] = std::byte{7};
  REQUIRE(memory.damage().size() == 1);
  CHECK(memory.damage()[0] == "writes outside the scratch of 16 bytes, 1 bytes before its begin");
}
