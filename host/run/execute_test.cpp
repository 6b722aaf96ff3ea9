// What a program gives back outlives the calls that computed it.
#include "host/run/execute.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "host/passes/infer.hpp"
#include "tests/support/small_graph.hpp"

using namespace byom;
using byom::test::fixture_registry;
using byom::test::SmallGraph;

TEST_CASE("execute: strings keep the characters that their kernel may change with the next call") {
  SmallGraph small;
  small.input("a", {1}).input("b", {1}).node("Spell", {"a"}, {"first"}).node("Spell", {"b"}, {"second"});
  small.output("first").output("second");
  registry::Session session;
  REQUIRE(passes::infer_and_fold(small.graph, fixture_registry(), session));
  auto program = run::Program::prepare(small.graph, fixture_registry(), session);
  REQUIRE(program);
  std::vector<ir::Tensor> inputs{ir::make_tensor(BYOM_FLOAT, {1}), ir::make_tensor(BYOM_FLOAT, {1})};
  *reinterpret_cast<float*>(ir::writable(inputs[0])) = 1.5F;
  *reinterpret_cast<float*>(ir::writable(inputs[1])) = -2;
  const auto outputs = program->run(inputs);
  REQUIRE(outputs);
  CHECK(ir::to_string((*outputs)[0].elements<byom_str>()[0]) == "1.500000");
  CHECK(ir::to_string((*outputs)[1].elements<byom_str>()[0]) == "-2.000000");
}
