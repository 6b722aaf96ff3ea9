// What brings other floats than float32 into a network is named, and how to be rid of them.
#include "host/passes/other_floats.hpp"

#include <doctest/doctest.h>

#include "tests/support/small_graph.hpp"

using namespace byom;

TEST_CASE("Other floats: inputs, initializers and the nodes that make them are named") {
  test::SmallGraph small;
  small.input("x", {1}).input("z", {1}).constant("w", {1}, {1}).constant("u", {1}, {1});
  small.node("Cast", {"x"}, {"h"}).node("Mul", {"h", "w"}, {"y"}).node("Mul", {"y", "w"}, {"v"});
  CHECK(passes::other_floats_hint(small.graph).empty());
  for (const char* name : {"h", "w", "y", "v"}) small.graph.value(small.find(name)).dtype = BYOM_FLOAT16;
  const std::string way_out =
      ". Export the network in float32 (in PyTorch call model.float() first), or cast to float where only a "
      "part of it has another type.";
  CHECK(passes::other_floats_hint(small.graph) ==
        "Most layers of Keras take float32 only, and float16 comes from test.Cast node 'h' (output 'h'), "
        "initializer "
        "'w'" +
            way_out);
  small.node("Mul", {"y", "u"}, {"q"});
  for (const char* name : {"x", "z", "u", "q"}) small.graph.value(small.find(name)).dtype = BYOM_DOUBLE;
  CHECK(passes::other_floats_hint(small.graph) ==
        "Most layers of Keras take float32 only, and float16 comes from test.Cast node 'h' (output 'h'), "
        "initializer "
        "'w'; double comes from input 'x', input 'z', initializer 'u'" +
            way_out);
}
