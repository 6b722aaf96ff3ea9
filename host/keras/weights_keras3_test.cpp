// Tests of the layout of model.weights.h5; that Keras 3 finds its weights there is tested in
// tests/end_to_end.
#include "host/keras/weights_keras3.hpp"

#include <doctest/doctest.h>

#include "tests/support/layer_graph.hpp"
#include "tests/support/stub_layers.hpp"

using namespace byom;
using test::float_tensor;
using test::LayerGraph;

TEST_CASE("weights_keras3: groups count the classes in the order of layers, operations have none") {
  test::StubLayers table;
  table.add("Cell", {{BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, 0, "keras.layers", "WaveCell2D"}},
            {{"own"}, {"forward/cell/a"}, {"forward/cell/b"}, {"back/a"}, {"late"}});
  table.add("Op", {{BYOM_DIALECT_KERAS3, BYOM_FORM_OPERATION, 0, "keras.src.ops", "WaveCell2D"}});
  LayerGraph g;
  std::vector<ir::ValueId> weights;
  for (float i = 0; i < 5; ++i) weights.push_back(g.weight(float_tensor({1}, {i})));
  const auto x = g.input("x", {-1, 1});
  const auto first = g.layer("Cell", "zz", {x}, {-1, 1}, {}, weights);
  const auto op = g.layer("Op", "op", {first}, {-1, 1});
  g.graph.outputs = {g.layer("Cell", "aa", {op}, {-1, 1}, {}, weights)};
  const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table);
  REQUIRE(model.ok());
  const keras::Hdf5Layout layout = keras::weights_keras3(*model);
  std::vector<std::string> groups, datasets;
  for (const auto& group : layout.groups) groups.push_back(group.path);
  for (const auto& dataset : layout.datasets) datasets.push_back(dataset.path);
  CHECK(groups == std::vector<std::string>{"/vars", "/layers/input_layer/vars", "/layers/wave_cell2d/vars",
                                           "/layers/wave_cell2d_1/vars"});
  CHECK(std::vector<std::string>(datasets.begin(), datasets.begin() + 5) ==
        std::vector<std::string>{"/layers/wave_cell2d/vars/0", "/layers/wave_cell2d/forward/cell/vars/0",
                                 "/layers/wave_cell2d/forward/cell/vars/1", "/layers/wave_cell2d/back/vars/0",
                                 "/layers/wave_cell2d/vars/1"});
  CHECK(layout.groups[3].texts == std::vector<std::pair<std::string, std::string>>{{"name", "aa"}});
}
