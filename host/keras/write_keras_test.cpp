// Tests of the written files as containers; real Keras loads them in tests/end_to_end.
#include "host/keras/write_keras.hpp"

#include <doctest/doctest.h>

#include "host/archive/memory.hpp"
#include "host/archive/zip_reader.hpp"
#include "host/support/exit.hpp"
#include "tests/support/layer_graph.hpp"
#include "tests/support/stub_layers.hpp"

using namespace byom;
using test::float_tensor;
using test::LayerGraph;

namespace {

struct Small {
  test::StubLayers table;
  LayerGraph g;
  Small() {
    table.add("Heavy", {{BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, 0, "keras.layers", "Heavy"}}, {{"core"}});
    const auto x = g.input("x", {-1, 2});
    g.graph.outputs = {g.layer("Heavy", "h", {x}, {-1, 2}, {}, {g.weight(float_tensor({2}, {1, 2}))})};
  }
  std::vector<std::byte> write() {
    archive::MemorySink sink;
    REQUIRE(keras::write_keras(g.graph, table, {}, sink).ok());
    return sink.content();
  }
};

class FullDisk final : public archive::Sink {
 public:
  Result<Done> write(archive::Bytes) override { return fail(exit_system, "no space left"); }
  [[nodiscard]] std::uint64_t position() const override { return 0; }
  Result<Done> pin(std::uint64_t, std::uint64_t) override { return done; }
  Result<Done> patch(std::uint64_t, archive::Bytes) override { return done; }
  Result<Done> finish() override { return done; }
};

}  // namespace

TEST_CASE("write_keras: exactly three members, the date fixed") {
  const auto zip =
      archive::ZipReader::open(std::make_unique<archive::MemorySource>("m.keras", Small().write()));
  REQUIRE(zip.ok());
  std::vector<std::string> names;
  for (const auto& member : zip->members()) names.push_back(member.name);
  CHECK(names == std::vector<std::string>{"metadata.json", "config.json", "model.weights.h5"});
  const auto metadata = zip->read("metadata.json");
  REQUIRE(metadata.ok());
  CHECK(std::string(reinterpret_cast<const char*>(metadata->data()), metadata->size()) ==
        R"({"keras_version": "3.0.0", "date_saved": "1980-01-01@00:00:00"})");
  CHECK(zip->read("model.weights.h5").ok());  // its CRC is right
}

TEST_CASE("write_keras: equal graphs give equal files") {
  CHECK(Small().write() == Small().write());
}

TEST_CASE("write_keras: a sink that fails is the answer") {
  Small small;
  FullDisk disk;
  const auto written = keras::write_keras(small.g.graph, small.table, {}, disk);
  REQUIRE(!written.ok());
  CHECK(written.error().text == "no space left");
}

TEST_CASE("legacy_h5: a layer without a form for Keras 2 is refused before anything is written") {
  Small small;
  const auto file = keras::legacy_h5(small.g.graph, small.table, {});
  REQUIRE(!file.ok());
  CHECK(file.error().code == exit_unsupported);
}
