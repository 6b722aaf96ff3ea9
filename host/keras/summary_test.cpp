// Tests of the summary: both tables are what Keras 2.9's own function printed for these models.
#include "host/keras/summary.hpp"

#include <doctest/doctest.h>

#include "tests/support/layer_graph.hpp"
#include "tests/support/stub_layers.hpp"

using namespace byom;
using test::LayerGraph;

namespace {

struct SummaryTable : test::StubLayers {
  SummaryTable() {
    const auto form = [](const char* name) {
      return test::StubForm{BYOM_DIALECT_KERAS2, BYOM_FORM_CUSTOM, BYOM_FORM_INPUT_LIST, "", name};
    };
    add("Alpha", {form("Alpha")}, {{"a"}, {"b", "", "", 0}});
    add("Beta", {form("Beta")});
    add("Gamma", {form("Gamma")});
  }
};

std::string summary_of(const LayerGraph& g) {
  SummaryTable table;
  const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS2, table);
  REQUIRE(model.ok());
  std::string marked;  // the end of a line is easily lost
  for (const char c : keras::summary(*model)) marked += c == '\n' ? std::string("|\n") : std::string(1, c);
  return "\n" + marked;
}

std::vector<ir::ValueId> weights(LayerGraph& g) {
  return {g.weight(ir::make_tensor(BYOM_FLOAT, {1200, 1000})), g.weight(ir::make_tensor(BYOM_FLOAT, {34}))};
}

const char* const long_name = "a_layer_with_a_name_that_is_much_too_long_for_one_line";

}  // namespace

TEST_CASE("summary: a graph with shared and frozen layers, several outputs and names that are too long") {
  LayerGraph g;
  g.graph.name = "gold";
  const auto x = g.input("x", {-1, 4});
  const auto y = g.input("an_input_with_a_name_that_is_long", {-1, 3, -1, 5});
  const auto h = g.layer("Alpha", long_name, {x}, {-1, 4}, {}, weights(g));
  const auto p = g.layer("Beta", "b", {h}, {-1, 2});
  const auto q = g.another({-1, 2});
  const std::vector<ir::ValueId> frozen = weights(g);
  const auto f = g.layer("Alpha", "frozen", {p}, {-1, 2}, {}, frozen);
  const auto f2 = g.layer("Alpha", "frozen", {f}, {-1, 2}, {}, frozen);
  g.graph.nodes[2].trainable = g.graph.nodes[3].trainable = false;
  g.graph.outputs = {g.layer("Gamma", "g", {q, f2, y, x}, {-1, 2}), p};
  CHECK(summary_of(g) == R"(
Model: "gold"|
__________________________________________________________________________________________________|
 Layer (type)                   Output Shape         Param #     Connected to                     |
==================================================================================================|
 x (InputLayer)                 [(None, 4)]          0           []                               |
                                                                                                  |
 a_layer_with_a_name_that_is_mu  (None, 4)           1200034     ['x[0][0]']                      |
 ch_too_long_for_one_line (Alph                                                                   |
 a)                                                                                               |
                                                                                                  |
 b (Beta)                       [(None, 2),          0           ['a_layer_with_a_name_that_is_muc|
                                 (None, 2)]                      h_too_long_for_one_line[0][0]']  |
                                                                                                  |
 frozen (Alpha)                 (None, 2)            1200034     ['b[0][0]',                      |
                                                                  'frozen[0][0]']                 |
                                                                                                  |
 an_input_with_a_name_that_is_l  [(None, 3, None, 5)  0          []                               |
 ong (InputLayer)               ]                                                                 |
                                                                                                  |
 g (Gamma)                      (None, 2)            0           ['b[0][1]',                      |
                                                                  'frozen[1][0]',                 |
                                                                  'an_input_with_a_name_that_is_lo|
                                                                 ng[0][0]',                       |
                                                                  'x[0][0]']                      |
                                                                                                  |
==================================================================================================|
Total params: 2,400,068|
Trainable params: 1,200,000|
Non-trainable params: 1,200,068|
__________________________________________________________________________________________________|
)");
}

TEST_CASE("summary: a chain has the narrow table") {
  LayerGraph g;
  g.graph.name = "chain";
  const auto x = g.input("x", {-1, 4});
  g.graph.outputs = {g.layer("Alpha", long_name, {x}, {-1, 4}, {}, weights(g))};
  CHECK(summary_of(g) == R"(
Model: "chain"|
_________________________________________________________________|
 Layer (type)                Output Shape              Param #   |
=================================================================|
 x (InputLayer)              [(None, 4)]               0         |
                                                                 |
 a_layer_with_a_name_that_is  (None, 4)                1200034   |
 _much_too_long_for_one_line                                     |
  (Alpha)                                                        |
                                                                 |
=================================================================|
Total params: 1,200,034|
Trainable params: 1,200,000|
Non-trainable params: 34|
_________________________________________________________________|
)");
}

TEST_CASE("summary: an input that nothing uses makes it a graph") {
  LayerGraph g;
  const auto x = g.input("x", {-1, 4});
  g.input("unused", {-1, 4});
  g.graph.outputs = {g.layer("Beta", "b", {x}, {-1, 4})};
  CHECK(summary_of(g).find("Connected to") != std::string::npos);
}
