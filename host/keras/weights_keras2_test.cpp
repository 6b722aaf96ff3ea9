// Tests of the layout of the legacy `.h5`; that Keras 2 loads it is tested in tests/end_to_end.
#include "host/keras/weights_keras2.hpp"

#include <doctest/doctest.h>

#include "tests/support/layer_graph.hpp"
#include "tests/support/stub_layers.hpp"

using namespace byom;
using test::float_tensor;
using test::LayerGraph;

TEST_CASE("weights_keras2: names in the order of layers, each weight in its layer's folder") {
  test::StubLayers table;
  table.add("Heavy", {{BYOM_DIALECT_KERAS2, BYOM_FORM_LAYER, 0, "", "Heavy"}}, {{"core"}, {"cell/shift"}});
  LayerGraph g;
  const auto x = g.input("x", {-1, 1});
  const std::vector<ir::ValueId> weights{g.weight(float_tensor({1}, {1})), g.weight(float_tensor({1}, {2}))};
  g.graph.outputs = {g.layer("Heavy", "h", {x}, {-1, 1}, {}, weights)};
  const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS2, table);
  REQUIRE(model.ok());
  const keras::Hdf5Layout layout = keras::weights_keras2(*model, "{}");
  using Texts = std::vector<std::pair<std::string, std::string>>;
  using Lists = std::vector<std::pair<std::string, std::vector<std::string>>>;
  REQUIRE(layout.groups.size() == 5);
  CHECK(layout.groups[0].path == "/");
  CHECK(layout.groups[0].texts ==
        Texts{{"keras_version", "2.9.0"}, {"backend", "tensorflow"}, {"model_config", "{}"}});
  CHECK(layout.groups[1].path == "/model_weights");
  CHECK(layout.groups[1].texts == Texts{{"keras_version", "2.9.0"}, {"backend", "tensorflow"}});
  CHECK(layout.groups[1].lists == Lists{{"layer_names", {"x", "h"}}});
  CHECK(layout.groups[2].path == "/model_weights/x");
  CHECK(layout.groups[2].lists == Lists{{"weight_names", {}}});
  CHECK(layout.groups[3].lists == Lists{{"weight_names", {"h/core:0", "h/cell/shift:0"}}});
  CHECK(layout.groups[4].path == "/model_weights/top_level_model_weights");
  REQUIRE(layout.datasets.size() == 2);
  CHECK(layout.datasets[0].path == "/model_weights/h/h/core:0");
  CHECK(layout.datasets[1].path == "/model_weights/h/h/cell/shift:0");
}
