// Tests of the model_config JSON of Keras 2; that Keras 2 loads it is tested in tests/end_to_end.
#include "host/keras/config_keras2.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "host/support/exit.hpp"
#include "tests/support/layer_graph.hpp"
#include "tests/support/stub_layers.hpp"

using namespace byom;
using nlohmann::json;
using test::LayerGraph;

namespace {

struct Keras2Table : test::StubLayers {
  Keras2Table() {
    add("Plain",
        {{BYOM_DIALECT_KERAS2, BYOM_FORM_LAYER, 0, "", "Plain", {{"how", "mode", BYOM_KEY_CALL_ARGUMENT}}}});
    add("Merge", {{BYOM_DIALECT_KERAS2, BYOM_FORM_CUSTOM, BYOM_FORM_INPUT_LIST, "", "Merge"}});
  }
};

Result<std::string> config_of(const LayerGraph& g) {
  Keras2Table table;
  const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS2, table);
  REQUIRE(model.ok());
  return keras::config_keras2(*model, "zeros");
}

}  // namespace

TEST_CASE("model_config: the whole of a small model") {
  LayerGraph g;
  g.graph.name = "m";
  const auto x = g.input("x", {-1, 3});
  const auto p =
      g.layer("Plain", "p", {x}, {-1, 3}, {{"units", std::int64_t{3}}, {"how", std::string("slow")}});
  const auto q = g.layer("Plain", "p", {p}, {-1, 3}, {{"units", std::int64_t{3}}});
  g.graph.outputs = {g.layer("Merge", "a", {q, x, q}, {-1, 3})};
  const json expected = json::parse(R"({"class_name":"Functional","config":{"name":"m","layers":[
     {"class_name":"InputLayer","name":"x","inbound_nodes":[],
      "config":{"batch_input_shape":[null,3],"dtype":"float32","sparse":false,"ragged":false,"name":"x"}},
     {"class_name":"Plain","name":"p","config":{"name":"p","trainable":true,"dtype":"float32","units":3},
      "inbound_nodes":[[["x",0,0,{"mode":"slow"}]],[["p",0,0,{}]]]},
     {"class_name":"Merge","name":"a","config":{"name":"a","trainable":true,"dtype":"float32"},
      "inbound_nodes":[[["p",1,0,{}],["x",0,0,{}],["p",1,0,{}]]]}],
    "input_layers":[["x",0,0]],"output_layers":[["a",0,0]]},"keras_version":"2.9.0","backend":"tensorflow"})");
  CHECK(json::parse(config_of(g).value()) == expected);
}

TEST_CASE("model_config: tensors by position and tensors left out are refused") {
  LayerGraph g;
  const auto x = g.input("x", {-1, 3});
  SUBCASE("two tensors, no list") {
    g.graph.outputs = {g.layer("Plain", "p", {x, x}, {-1, 3})};
    const auto config = config_of(g);
    REQUIRE(!config.ok());
    CHECK(config.error().code == exit_plugin);
    CHECK(config.error().text ==
          "layer 'p' (Plain): a layer of Keras 2 takes one tensor or one list of tensors; this one takes 2, "
          "and "
          "its form does not say takes_list()");
  }
  SUBCASE("one left out") {
    g.graph.outputs = {g.layer("Merge", "p", {x, ir::absent, x}, {-1, 3})};
    CHECK(!config_of(g).ok());
  }
}
