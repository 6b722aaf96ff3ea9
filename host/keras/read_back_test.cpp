// Tests of reading back: it gives the graph that was written, and shows what a wrong writer would do.
#include "host/keras/read_back.hpp"

#include <doctest/doctest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/archive/memory.hpp"
#include "host/archive/zip_writer.hpp"
#include "host/keras/config_keras2.hpp"
#include "host/keras/config_keras3.hpp"
#include "host/keras/weights_keras2.hpp"
#include "host/keras/weights_keras3.hpp"
#include "host/keras/write_keras.hpp"
#include "tests/support/layer_graph.hpp"
#include "tests/support/stub_layers.hpp"

using namespace byom;
using keras::Hdf5Layout;
using test::float_tensor;
using test::LayerGraph;

namespace {

struct ReadBackTable : test::StubLayers {
  ReadBackTable() {
    const auto forms = [](const char* name, std::uint32_t flags, std::vector<test::StubKey> keys3,
                          std::vector<test::StubKey> keys2) {
      return std::vector<test::StubForm>{
          {BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, flags, "keras.layers", std::string(name) + "New",
           std::move(keys3)},
          {BYOM_DIALECT_KERAS2, BYOM_FORM_CUSTOM, flags, "", std::string(name) + "Old", std::move(keys2)}};
    };
    add("Heavy", forms("Heavy", 0, {}, {{"axis", "", BYOM_KEY_AS_LIST}, {"slope", "alpha"}}),
        {{"core", "", "core_initializer", BYOM_WEIGHT_TRAINABLE | BYOM_WEIGHT_KERNEL},
         {"cell/shift", "shifted"}});
    add("Merge", forms("Merge", BYOM_FORM_INPUT_LIST, {}, {}));
    add("Called",
        forms("Called", 0, {{"how", "mode", BYOM_KEY_CALL_ARGUMENT}}, {{"how", "", BYOM_KEY_CALL_ARGUMENT}}));
    add("Op", {{BYOM_DIALECT_KERAS3, BYOM_FORM_OPERATION, 0, "keras.src.ops", "Op"}});
  }
};

struct Memory {
  int descriptor = ::memfd_create("test", 0);
  explicit Memory(const std::vector<std::byte>& bytes) {
    REQUIRE(::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  ~Memory() { ::close(descriptor); }
};

std::vector<std::byte> stream(const Hdf5Layout& layout) {
  archive::MemorySink sink;
  const auto skeleton = keras::Hdf5Skeleton::make(layout);
  REQUIRE(skeleton.ok());
  REQUIRE(skeleton->stream(sink).ok());
  return sink.content();
}

std::vector<std::byte> zip_of(const std::string& config, const Hdf5Layout& layout) {
  archive::MemorySink sink;
  archive::ZipWriter zip(sink);
  const std::vector<std::byte> weights = stream(layout);
  REQUIRE(zip.add("metadata.json", {}).ok());
  REQUIRE(zip.add("config.json", std::as_bytes(std::span(config))).ok());
  REQUIRE(zip.add("model.weights.h5", weights).ok());
  REQUIRE(zip.finish().ok());
  return sink.content();
}

// Two inputs; a shared layer, lists, call arguments, a frozen layer, tensors and every kind of value.
LayerGraph rich_graph() {
  LayerGraph g;
  g.graph.name = "net";
  const auto x = g.input("x", {-1, 2, -1}), y = g.input("y", {4, 2});
  const auto core = g.weight(float_tensor({2, 2}, {1, 2, 3, 4})), shift = g.weight(float_tensor({2}, {5, 6}));
  const std::vector<ir::Attribute> config{{"axis", std::int64_t{1}},
                                          {"slope", 0.1F},
                                          {"shifted", true},
                                          {"list", std::vector<float>{1, 2.5F}},
                                          {"none", ir::NoneValue{}}};
  const auto a = g.layer("Heavy", "shared", {y}, {4, 2}, config, {core, shift});
  const auto b = g.layer("Called", "called", {a}, {4, 2}, {{"how", std::string("slow")}});
  const auto c = g.layer("Heavy", "shared", {b}, {4, 2}, config, {core, shift});
  const auto d = g.layer("Merge", "merge", {c, x, a}, {4, 2},
                         {{"pads", ir::ListValue{{{"", std::vector<std::int64_t>{0, 1}},
                                                  {"", std::vector<std::int64_t>{1, 0}}}}}});
  const auto e = g.another({4, 1});
  const auto f =
      g.layer("Heavy", "frozen", {e}, {4, 2}, {{"shifted", false}}, {g.weight(float_tensor({3}, {7, 8, 9}))});
  g.graph.nodes.back().trainable = false;
  g.graph.outputs = {f, d};
  return g;
}

void check_same(const ir::Graph& read, const ir::Graph& written) {
  CHECK(read.name == written.name);
  REQUIRE(read.nodes.size() == written.nodes.size());
  REQUIRE(read.inputs.size() == written.inputs.size());
  for (std::size_t i = 0; i < read.inputs.size(); ++i) {
    const ir::Value &mine = read.value(read.inputs[i]), &theirs = written.value(written.inputs[i]);
    CHECK(mine.name == theirs.name);
    CHECK(mine.dtype == theirs.dtype);
    REQUIRE(mine.dims.size() == theirs.dims.size());
    for (std::size_t d = 0; d < mine.dims.size(); ++d)
      CHECK(ir::is_number(mine.dims[d]) == ir::is_number(theirs.dims[d]));
    CHECK(mine.dims[0].symbol == theirs.dims[0].symbol);
    CHECK(mine.dims[0].value == theirs.dims[0].value);
  }
  std::map<ir::ValueId, ir::ValueId> same;  // value written -> value read
  for (std::size_t i = 0; i < read.inputs.size(); ++i) same[written.inputs[i]] = read.inputs[i];
  for (std::size_t n = 0; n < read.nodes.size(); ++n) {
    const ir::Node &mine = read.nodes[n], &theirs = written.nodes[n];
    CHECK(mine.domain == theirs.domain);
    CHECK(mine.type == theirs.type);
    CHECK(mine.name == theirs.name);
    CHECK(mine.trainable == theirs.trainable);
    REQUIRE(mine.attributes.size() == theirs.attributes.size());
    for (const ir::Attribute& attribute : theirs.attributes) {
      const ir::Attribute* found = ir::find_attribute(mine, attribute.name);
      REQUIRE(found);
      CHECK_MESSAGE(ir::same_value(*found, attribute), ir::text(*found), " ", ir::text(attribute));
    }
    REQUIRE(mine.weights == theirs.weights);
    REQUIRE(mine.inputs.size() == theirs.inputs.size());
    for (std::size_t i = 0; i < mine.inputs.size(); ++i) {
      const auto& constant = written.value(theirs.inputs[i]).constant;
      if (constant)
        CHECK(ir::same_content(*read.value(mine.inputs[i]).constant, *constant));
      else
        CHECK(mine.inputs[i] == same.at(theirs.inputs[i]));
    }
    for (std::size_t o = 0; o < mine.outputs.size(); ++o) same[theirs.outputs[o]] = mine.outputs[o];
  }
  for (std::size_t i = 0; i < read.outputs.size(); ++i) CHECK(read.outputs[i] == same.at(written.outputs[i]));
}

}  // namespace

TEST_CASE("read back: a `.keras` gives the graph that was written") {
  ReadBackTable table;
  const LayerGraph g = rich_graph();
  archive::MemorySink sink;
  REQUIRE(keras::write_keras(g.graph, table, {}, sink).ok());
  const auto read = keras::read_back_keras(Memory(sink.content()).descriptor, "m.keras", table);
  REQUIRE_MESSAGE(read.ok(), read.error().text);
  check_same(*read, g.graph);
}

TEST_CASE("read back: an `.h5` gives the graph that was written, from a file and from an archive") {
  ReadBackTable table;
  const LayerGraph g = rich_graph();
  archive::MemorySink sink;
  REQUIRE(keras::write_h5(g.graph, table, {}, sink).ok());
  const auto streamed = keras::legacy_h5(g.graph, table, {});
  REQUIRE(streamed.ok());
  CHECK(streamed->size == sink.content().size());
  const auto file = keras::read_back_h5(Memory(sink.content()).descriptor, "m.h5", table);
  REQUIRE_MESSAGE(file.ok(), file.error().text);
  check_same(*file, g.graph);
  archive::MemorySource source("m.tltb", sink.content());
  const auto member = keras::read_back_h5(source, table);
  REQUIRE_MESSAGE(member.ok(), member.error().text);
  check_same(*member, g.graph);
}

TEST_CASE("read back: operations come with their tensors left out, tensors as arguments and unused outputs") {
  ReadBackTable table;
  LayerGraph g;
  const auto x = g.input("x", {-1, 2});
  g.layer("Op", "op", {x, ir::absent, x}, {-1, 2}, {{"count", std::int64_t{3}}});
  const auto third = (g.another({-1, 2}), g.another({-1, 2}));
  ir::Tensor half = ir::make_tensor(BYOM_FLOAT16, {2, 3});
  const std::uint16_t bits[] = {0x3C00, 0x7BFF, 0x0001,
                                0xFC00, 0x8000, 0x0400};  // with -inf, -0 and subnormals
  std::copy_n(reinterpret_cast<const std::byte*>(bits), sizeof bits, ir::writable(half));
  g.graph.outputs = {g.layer("Called", "c", {third}, {-1, 2}, {{"how", half}})};
  archive::MemorySink sink;
  REQUIRE(keras::write_keras(g.graph, table, {}, sink).ok());
  const auto read = keras::read_back_keras(Memory(sink.content()).descriptor, "m.keras", table);
  REQUIRE_MESSAGE(read.ok(), read.error().text);
  const ir::Node& op = read->nodes[0];
  CHECK(op.inputs == std::vector<ir::ValueId>{read->inputs[0], ir::absent, read->inputs[0]});
  REQUIRE(op.outputs.size() == 3);
  CHECK(op.outputs[0] == ir::absent);
  CHECK(op.outputs[1] == ir::absent);
  CHECK(read->nodes[1].inputs[0] == op.outputs[2]);
  const ir::Attribute* how = ir::find_attribute(read->nodes[1], "how");
  REQUIRE(how);
  CHECK(ir::same_content(std::get<ir::Tensor>(how->value), half));
}

TEST_CASE("read back: bfloat16 weights come back exactly") {
  ReadBackTable table;
  LayerGraph g;
  const auto x = g.input("x", {-1, 2});
  ir::Tensor brain = ir::make_tensor(BYOM_BFLOAT16, {2});
  const std::uint16_t bits[] = {0x3F81, 0xC040};
  std::copy_n(reinterpret_cast<const std::byte*>(bits), sizeof bits, ir::writable(brain));
  g.graph.outputs = {g.layer("Heavy", "h", {x}, {-1, 2}, {{"shifted", false}}, {g.weight(brain)})};
  for (ir::Value& value : g.graph.values) value.dtype = BYOM_BFLOAT16;
  archive::MemorySink sink;
  REQUIRE(keras::write_h5(g.graph, table, {}, sink).ok());
  const auto read = keras::read_back_h5(Memory(sink.content()).descriptor, "m.h5", table);
  REQUIRE_MESSAGE(read.ok(), read.error().text);
  CHECK(ir::same_content(*read->value(read->nodes[0].inputs[1]).constant, brain));
}

namespace {

// Three layers, two of them with weights; the one called last in the graph stands last.
LayerGraph three_layers() {
  LayerGraph g;
  const auto x = g.input("x", {-1, 2});
  const auto a =
      g.layer("Heavy", "a", {x}, {-1, 2}, {{"shifted", false}}, {g.weight(float_tensor({2}, {1, 2}))});
  const auto m = g.layer("Merge", "m", {a, x}, {-1, 2});
  g.graph.outputs = {
      g.layer("Heavy", "b", {m}, {-1, 2}, {{"shifted", false}}, {g.weight(float_tensor({2}, {3, 4}))})};
  return g;
}

struct Written {
  ReadBackTable table;
  LayerGraph g = three_layers();
  keras::Model model2 = keras::plan_model(g.graph, BYOM_DIALECT_KERAS2, table).value();
  keras::Model model3 = keras::plan_model(g.graph, BYOM_DIALECT_KERAS3, table).value();
  std::string config2 = keras::config_keras2(model2, "zeros").value();
  std::string config3 = keras::config_keras3(model3, "zeros").value();
  Hdf5Layout layout2() { return keras::weights_keras2(model2, config2); }

  Result<ir::Graph> read2(const Hdf5Layout& layout) {
    archive::MemorySource source("m.tltb", stream(layout));
    return keras::read_back_h5(source, table);
  }
  Result<ir::Graph> read3(const std::string& config, const Hdf5Layout& layout) {
    return keras::read_back_keras(Memory(zip_of(config, layout)).descriptor, "m.keras", table);
  }
  std::string fault2(const Hdf5Layout& layout) {
    const auto read = read2(layout);
    return read.ok() ? "none" : read.error().text;
  }
  std::string fault3(const std::string& config, const Hdf5Layout& layout) {
    const auto read = read3(config, layout);
    return read.ok() ? "none" : read.error().text;
  }
};

const std::string wrong = "the file just written is not as Keras reads it: ";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("read back: Keras 2 goes by position, so swapped entries give swapped weights") {
  Written w;
  Hdf5Layout layout = w.layout2();
  layout.groups[1].lists[0].second = {"x", "b", "m", "a"};
  const auto read = w.read2(layout);
  REQUIRE(read.ok());
  CHECK(read->nodes[0].name == "a");
  CHECK(read->value(read->nodes[0].inputs[1]).constant->elements<float>()[0] == 3);
}

TEST_CASE("read back: Keras 3 goes by number, so weights under the layer's name are not found") {
  Written w;
  Hdf5Layout layout = keras::weights_keras3(w.model3);
  layout.datasets[1].path = "/layers/b/vars/0";
  CHECK(w.fault3(w.config3, layout) == wrong + "dataset /layers/heavy_new_1/vars/0 is missing");
}

TEST_CASE("read back: weights that are missing or too many are found") {
  Written w;
  Hdf5Layout missing = w.layout2(), unnamed = w.layout2(), more = w.layout2(),
             more3 = keras::weights_keras3(w.model3);
  missing.datasets.pop_back();
  CHECK(w.fault2(missing) == wrong + "dataset /model_weights/b/b/core:0 is missing");
  unnamed.groups[5].lists[0].second.clear();
  CHECK(w.fault2(unnamed) == wrong + "layer b finds 0 weights in /model_weights/b");
  more.groups[4].lists[0].second = {"m/more:0"};
  more.datasets.push_back({"/model_weights/m/m/more:0", float_tensor({1}, {1})});
  CHECK(w.fault2(more) ==
        wrong + "nobody takes the weights of /model_weights/b");  // for b has got those of m
  more3.datasets.push_back({"/layers/heavy_new/vars/1", float_tensor({1}, {1})});
  CHECK(w.fault3(w.config3, more3) == wrong + "layer a finds too many weights in /layers/heavy_new/vars");
}

TEST_CASE("read back: a configuration that Keras would not load is found") {
  Written w;
  const Hdf5Layout layout = keras::weights_keras3(w.model3);
  const auto fault = [&](const std::string& from, const std::string& to) {
    return w.fault3(replaced(w.config3, from, to), layout);
  };
  CHECK(w.fault3("{}", layout) == wrong + "the configuration is no Functional model");
  CHECK(w.fault3("[1", layout) == wrong + "the configuration is no Functional model");
  CHECK(fault("\"name\":\"m\"", "\"name\":\"k\"") == wrong + "a layer has two names or none");
  CHECK(fault("MergeNew", "Unheard") == wrong + "nobody knows the class Unheard");
  CHECK(fault("\"batch_shape\"", "\"shape\"") == wrong + "input x has no shape or dtype");
  CHECK(fault("\"output_layers\":[\"b\"", "\"output_layers\":[\"c\"") == wrong + "no layer makes output c");
  CHECK(fault("[\"a\",0,0]", "[\"b\",0,0]") ==
        wrong + "the graph has a loop or a call of something that is not there");
  CHECK(fault("__keras_tensor__", "__tensor__") == wrong + "a call of a cannot be read");
  CHECK(fault("\"trainable\":true", "\"trainable\":\"yes\"").starts_with(wrong));
}

TEST_CASE("read back: a file that is no HDF5 file and an empty one are errors") {
  ReadBackTable table;
  archive::MemorySource source("m.tltb", std::vector<std::byte>(100));
  CHECK(!keras::read_back_h5(source, table).ok());
  CHECK(!keras::read_back_h5(Memory({}).descriptor, "m.h5", table).ok());
}
