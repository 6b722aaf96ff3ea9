// Tests of the Python file of custom classes; both versions of Keras run it in tests/end_to_end.
#include "host/keras/custom_layers.hpp"

#include <fstream>

#include <doctest/doctest.h>
#include <unistd.h>

#include "host/support/exit.hpp"
#include "tests/support/layer_graph.hpp"
#include "tests/support/stub_layers.hpp"

using namespace byom;
using test::LayerGraph;

namespace {

test::StubForm own(const std::string& name) {
  return {BYOM_DIALECT_KERAS3, BYOM_FORM_CUSTOM, 0, "", name};
}

Result<keras::CustomLayers> file_of(test::StubLayers& table, const std::vector<std::string>& types) {
  LayerGraph g;
  auto x = g.input("x", {-1, 1});
  for (const std::string& type : types)
    x = g.layer(type, "l" + std::to_string(g.graph.nodes.size()), {x}, {-1, 1});
  g.graph.outputs = {x};
  const auto model = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table);
  REQUIRE(model.ok());
  return keras::custom_layers(*model);
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("custom_layers: none, no file") {
  test::StubLayers table;
  table.add("Plain", {{BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, 0, "keras.layers", "Plain"}});
  const auto file = file_of(table, {"Plain"});
  REQUIRE(file.ok());
  CHECK(file->text.empty());
  CHECK(file->class_names.empty());
}

TEST_CASE("custom_layers: each source once, sorted by class, all registered") {
  test::StubLayers table;
  const std::string two = "class B(layers.Layer):\n    pass\n\n\nclass C(layers.Layer):\n    pass\n";
  table.add("TB", {own("B")}, {}, two);
  table.add("TC", {own("C")}, {}, two);
  table.add("TA", {own("A")}, {}, "class A(layers.Layer):\n    pass");
  const auto file = file_of(table, {"TC", "TB", "TA", "TC"});
  REQUIRE(file.ok());
  CHECK(file->class_names == std::vector<std::string>{"A", "B", "C"});
  CHECK(occurrences(file->text, "class B(") == 1);
  CHECK(file->text.find("class A(") < file->text.find("class B("));
  CHECK(file->text.ends_with(
      "class C(layers.Layer):\n    pass\n\n\nfor _class in (A, B, C,):\n    register(_class)\n"));
}

TEST_CASE("custom_layers: two sources of one class are refused") {
  test::StubLayers table;
  table.add("T1", {own("A")}, {}, "class A(layers.Layer): pass");
  table.add("T2", {own("A")}, {}, "class A(layers.Layer): x = 1");
  const auto file = file_of(table, {"T1", "T2"});
  REQUIRE(!file.ok());
  CHECK(file.error().code == exit_plugin);
  CHECK(file.error().text ==
        "the Python classes called A differ of layer keras::T1 of plugin test.stub 1.2 and layer "
        "keras::T2 of "
        "plugin test.stub 1.2; rename one of them.");
}

TEST_CASE("custom_layers: a class without Python comes from the plugin's file") {
  test::StubLayers table;
  table.add("T", {own("Mine")});
  SUBCASE("which has it") {
    std::string path = "/tmp/tao_byom_python_XXXXXX";
    ::close(::mkstemp(path.data()));
    std::ofstream(path) << "class Mine(layers.Layer):\n    pass\n";
    table.plugin().manifest.python_file = path;
    const auto file = file_of(table, {"T"});
    ::unlink(path.c_str());
    REQUIRE(file.ok());
    CHECK(file->text.find("class Mine(layers.Layer):\n    pass\n") != std::string::npos);
  }
  SUBCASE("which is not there") {
    table.plugin().manifest.python_file = "/tmp/no such folder/mine.py";
    const auto file = file_of(table, {"T"});
    REQUIRE(!file.ok());
    CHECK(file.error().code == exit_usage);
    CHECK(file.error().text ==
          "/tmp/no such folder/mine.py: the Python file of the custom layers cannot be read: No such file or "
          "directory.");
  }
  SUBCASE("and there is no file") {
    const auto file = file_of(table, {"T"});
    REQUIRE(!file.ok());
    CHECK(file.error().code == exit_plugin);
    CHECK(file.error().text ==
          "layer 'l0' (T): plugin test.stub 1.2 brings no Python class Mine. Write it into the file that "
          "PYTHON of "
          "tao_byom_add_plugin names, or give its text to the layer's custom form.");
  }
}
