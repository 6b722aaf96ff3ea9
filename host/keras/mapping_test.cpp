// Tests of NAME_mapping.json.
#include "host/keras/mapping.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/support/layer_graph.hpp"
#include "tests/support/stub_layers.hpp"

using namespace byom;
using test::LayerGraph;

TEST_CASE("mapping: tensors name their layer, call and output, and who made it") {
  test::StubLayers table;
  table.add("Plain", {{BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, 0, "keras.layers", "PlainClass"}});
  table.add("Own", {{BYOM_DIALECT_KERAS3, BYOM_FORM_CUSTOM, 0, "", "OwnClass"}});
  LayerGraph g;
  const auto x = g.input("x:0", {-1, 1});
  const auto one = g.layer("Plain", "p", {x}, {-1, 1});
  const auto two = g.layer("Plain", "p", {one}, {-1, 1});
  const auto dead = g.layer("Plain", "dead", {one}, {-1, 1});
  const auto own = g.layer("Own", "own", {two}, {-1, 1});
  const auto more = g.another({-1, 1});
  g.graph.outputs = {own, more};
  const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table);
  REQUIRE(model.ok());
  const std::string text = keras::mapping(*model, {{"x:0", "", x, "", ""},
                                                   {"t/2", "Anything", two, "org.me", "3"},
                                                   {"gone", "Anything", dead, "org.me", "3"},
                                                   {"folded", "Anything", ir::absent, "org.me", "3"},
                                                   {"t3", "Other", more, "org.me", "3"}});
  CHECK(nlohmann::json::parse(text) == nlohmann::json::parse(R"({
    "tensors": {"x:0": {"layer": "x.0", "call": 0, "output": 0},
                "t/2": {"layer": "p", "call": 1, "output": 0, "operator": "Anything", "plugin": "org.me", "version": "3"},
                "t3": {"layer": "own", "call": 0, "output": 1, "operator": "Other", "plugin": "org.me", "version": "3"}},
    "layers": {"x.0": {"class": "InputLayer"},
               "p": {"class": "PlainClass", "custom": false, "plugin": "test.stub", "version": "1.2"},
               "own": {"class": "OwnClass", "custom": true, "plugin": "test.stub", "version": "1.2"}}})"));
  CHECK(text.ends_with("}\n"));
}
