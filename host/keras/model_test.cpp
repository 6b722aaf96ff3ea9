// Tests of the plan of a Keras model: forms, weights, names, and what is refused.
#include "host/keras/model.hpp"

#include <doctest/doctest.h>

#include "host/support/exit.hpp"
#include "tests/support/layer_graph.hpp"
#include "tests/support/stub_layers.hpp"

using namespace byom;
using test::float_tensor;
using test::LayerGraph;

namespace {

struct ModelTable : test::StubLayers {
  ModelTable() {
    add("Plain", {{BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, 0, "keras.layers", "Plain"},
                  {BYOM_DIALECT_KERAS2, BYOM_FORM_LAYER, 0, "keras.layers", "Plain"}});
    add("New", {{BYOM_DIALECT_KERAS3, BYOM_FORM_OPERATION, 0, "keras.src.ops", "New"}});
    add("Heavy",
        {{BYOM_DIALECT_KERAS3,
          BYOM_FORM_LAYER,
          0,
          "keras.layers",
          "Heavy",
          {{"seen", "", BYOM_KEY_CALL_ARGUMENT}}}},
        {{"core"}, {"shift", "use_shift"}});
  }
};

ir::Attribute flag(const std::string& name, bool value) {
  return {name, value};
}

}  // namespace

TEST_CASE("plan_model: every layer without a form in the dialect is named") {
  ModelTable table;
  LayerGraph g;
  const auto x = g.input("x", {-1, 2});
  const auto a = g.layer("New", "first", {x}, {-1, 2});
  const auto b = g.layer("Unheard", "second", {a}, {-1, 2});
  g.graph.outputs = {g.layer("Plain", "third", {b}, {-1, 2})};
  const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS2, table);
  REQUIRE(!model.ok());
  CHECK(model.error().code == exit_unsupported);
  CHECK(model.error().text ==
        "the formats .h5 and .tltb have no form for these layers (another --format may):\n  layer 'first' "
        "(New)\n  layer "
        "'second' (Unheard)");
}

TEST_CASE("plan_model: a dead layer needs no form") {
  ModelTable table;
  LayerGraph g;
  const auto x = g.input("x", {-1, 2});
  g.layer("Unheard", "dead", {x}, {-1, 2});
  g.graph.outputs = {g.layer("Plain", "p", {x}, {-1, 2})};
  const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table);
  REQUIRE(model.ok());
  CHECK(model->layers.size() == 2);
}

TEST_CASE("plan_model: weights are those that the configuration enables") {
  ModelTable table;
  LayerGraph g;
  const auto x = g.input("x", {-1, 2});
  const auto w = g.weight(float_tensor({2}, {1, 2}));
  SUBCASE("a switch that is off") {
    g.graph.outputs = {g.layer("Heavy", "h", {x}, {-1, 2}, {flag("use_shift", false)}, {w})};
    const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table);
    REQUIRE(model.ok());
    CHECK(model->layers[1].weights.size() == 1);
    CHECK(keras::weight_values(*model, model->layers[1]) == std::vector<ir::ValueId>{w});
  }
  SUBCASE("a switch that is not there is on") {
    g.graph.outputs = {g.layer("Heavy", "h", {x}, {-1, 2}, {}, {w})};
    const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table);
    REQUIRE(!model.ok());
    CHECK(model.error().code == exit_bug);  // the builder has counted what a plugin gives
    CHECK(model.error().text == "layer 'h' (Heavy) has 1 weight, but its configuration stands for 2");
  }
}

TEST_CASE("plan_model: calls of one layer share it when configuration and weights are equal") {
  ModelTable table;
  LayerGraph g;
  const auto x = g.input("x", {-1, 2});
  const auto one = g.weight(float_tensor({2}, {1, 2}));
  const auto same = g.weight(float_tensor({2}, {1, 2}));
  const auto other = g.weight(float_tensor({2}, {1, 3}));
  const auto first =
      g.layer("Heavy", "h", {x}, {-1, 2}, {flag("use_shift", false), flag("seen", true)}, {one});
  SUBCASE("equal; arguments of the call may differ") {
    g.graph.outputs = {g.layer("Heavy", "h", {first}, {-1, 2}, {flag("use_shift", false)}, {same})};
    const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table);
    REQUIRE(model.ok());
    CHECK(model->layers[1].calls == std::vector<std::int32_t>{0, 1});
    CHECK(model->makers[static_cast<std::size_t>(g.graph.outputs[0])].call == 1);
  }
  SUBCASE("other weights") {
    g.graph.outputs = {g.layer("Heavy", "h", {first}, {-1, 2}, {flag("use_shift", false)}, {other})};
    const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table);
    REQUIRE(!model.ok());
    CHECK(model.error().text == "two different layers are called 'h'");
  }
  SUBCASE("other type") {
    g.graph.outputs = {g.layer("Plain", "h", {first}, {-1, 2})};
    CHECK(!keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table).ok());
  }
}

TEST_CASE("plan_model: an output that no layer makes is our own mistake") {
  ModelTable table;
  LayerGraph g;
  g.input("x", {-1, 2});
  g.graph.outputs = {g.weight(float_tensor({1}, {1}))};
  const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table);
  REQUIRE(!model.ok());
  CHECK(model.error().code == exit_bug);
}

TEST_CASE("plan_model: inputs take their names first, and names are made safe") {
  ModelTable table;
  LayerGraph g;
  g.graph.name = "my net/v2";
  const auto x = g.input("/p:0", {-1, 2});
  g.graph.outputs = {g.layer("Plain", "p.0", {x}, {-1, 2})};
  const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table);
  REQUIRE(model.ok());
  CHECK(model->name == "my_net.v2");
  CHECK(model->layers[0].name == "p.0");
  CHECK(model->layers[1].name == "p.0_1");
}
