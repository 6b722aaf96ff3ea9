// Tests of config.json; that Keras 3 loads it is tested in tests/end_to_end.
#include "host/keras/config_keras3.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/support/layer_graph.hpp"
#include "tests/support/stub_layers.hpp"

using namespace byom;
using nlohmann::json;
using test::LayerGraph;

namespace {

struct Keras3Table : test::StubLayers {
  Keras3Table() {
    add("Plain", {{BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, 0, "keras.layers", "Plain"}});
    add("Merge", {{BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, BYOM_FORM_INPUT_LIST, "keras.layers", "Merge"}});
    add("Op", {{BYOM_DIALECT_KERAS3, BYOM_FORM_OPERATION, 0, "keras.src.ops.any", "Op"}});
    add("Own", {{BYOM_DIALECT_KERAS3, BYOM_FORM_CUSTOM, 0, "", "Own"}});
  }
};

json config_of(const LayerGraph& g) {
  Keras3Table table;
  const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table);
  REQUIRE(model.ok());
  return json::parse(keras::config_keras3(*model, "zeros").value());
}

json tensor(const char* name, int call, int output, json shape) {
  return {{"class_name", "__keras_tensor__"},
          {"config", {{"shape", shape}, {"dtype", "float32"}, {"keras_history", {name, call, output}}}}};
}

}  // namespace

TEST_CASE("config.json: the whole of a small model") {
  LayerGraph g;
  g.graph.name = "m";
  const auto x = g.input("x", {-1, 3, -1});
  g.graph.outputs = {g.layer("Plain", "p", {x}, {-1, 3, -1}, {{"units", std::int64_t{3}}})};
  const json expected = json::parse(R"({"module":"keras.src.models.functional","class_name":"Functional",
    "registered_name":"Functional","config":{"name":"m","layers":[
     {"module":"keras.layers","class_name":"InputLayer","registered_name":null,"name":"x","inbound_nodes":[],
      "config":{"name":"x","batch_shape":[null,3,null],"dtype":"float32"}},
     {"module":"keras.layers","class_name":"Plain","registered_name":null,"name":"p",
      "config":{"name":"p","trainable":true,"dtype":"float32","units":3},
      "inbound_nodes":[{"args":[{"class_name":"__keras_tensor__","config":{"shape":[null,3,null],"dtype":"float32",
       "keras_history":["x",0,0]}}],"kwargs":{}}]}],
    "input_layers":["x",0,0],"output_layers":["p",0,0]}})");
  CHECK(config_of(g) == expected);
}

TEST_CASE("config.json: a model has no trainable of its own, which would unfreeze its layers") {
  LayerGraph g;
  const auto x = g.input("x", {-1, 3});
  g.graph.outputs = {g.layer("Plain", "p", {x}, {-1, 3})};
  g.graph.nodes[0].trainable = false;
  const json config = config_of(g);
  CHECK(!config["config"].contains("trainable"));
  CHECK(config["config"]["layers"][1]["config"]["trainable"] == false);
}

TEST_CASE("config.json: lists, positions, tensors left out, shared calls and several ends") {
  LayerGraph g;
  const auto x = g.input("x", {-1, 3});
  const auto y = g.input("y", {2, 3});
  const auto a = g.layer("Plain", "p", {x}, {-1, 3});
  const auto b = g.layer("Plain", "p", {a}, {-1, 3});
  const auto list = g.layer("Merge", "list", {y, b}, {-1, 3});
  const auto op = g.layer("Op", "op", {list, ir::absent, y}, {-1, 3});
  const auto second = g.another({-1, 1});
  g.graph.outputs = {second, op, second};
  const json config = config_of(g)["config"];
  json calls;
  for (const json& layer : config["layers"]) calls[layer["name"].get<std::string>()] = layer["inbound_nodes"];
  CHECK(calls["p"][1]["args"] == json::array({tensor("p", 0, 0, {nullptr, 3})}));
  CHECK(calls["list"][0]["args"] ==
        json::array({json::array({tensor("y", 0, 0, {2, 3}), tensor("p", 1, 0, {nullptr, 3})})}));
  CHECK(calls["op"][0]["args"] ==
        json::array({tensor("list", 0, 0, {nullptr, 3}), nullptr, tensor("y", 0, 0, {2, 3})}));
  CHECK(config["input_layers"] == json::parse(R"([["x",0,0],["y",0,0]])"));
  CHECK(config["output_layers"] == json::parse(R"([["op",0,1],["op",0,0],["op",0,1]])"));
}

TEST_CASE(
    "config.json: operations have neither dtype nor trainable, custom classes a registered name and no "
    "module") {
  LayerGraph g;
  const auto x = g.input("x", {-1, 3});
  g.graph.outputs = {g.layer("Own", "own", {g.layer("Op", "op", {x}, {-1, 3})}, {-1, 3})};
  const json layers = config_of(g)["config"]["layers"];
  CHECK(layers[1]["config"] == json{{"name", "op"}});
  CHECK(layers[1]["module"] == "keras.src.ops.any");
  CHECK(layers[2]["module"].is_null());
  CHECK(layers[2]["registered_name"] == "tao_byom>Own");
  CHECK(layers[2]["class_name"] == "Own");
}
