// Tests of configuration values from JSON.
#include "host/keras/read_values.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/support/stub_layers.hpp"

using namespace byom;
using Json = nlohmann::ordered_json;

namespace {

struct Typed {
  test::StubLayers table;
  std::vector<byom_formal> formals;
  registry::Op* op = nullptr;

  explicit Typed(std::vector<test::StubKey> keys) {
    test::StubForm form{BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, 0, "keras.layers", "T"};
    form.keys = std::move(keys);
    op = &table.add("T", {form}, {{"w", "", "w_initializer"}});
  }
  void declare(const std::string& name, std::int32_t type) {
    byom_formal formal{};
    formal.name = ir::to_view(name);
    formal.preset.type = type;
    formal.preset.flags = BYOM_NO_DEFAULT;
    formals.push_back(formal);
    byom_schema schema{};
    schema.attrs = formals.data();
    schema.n_attrs = formals.size();
    op->schemas = {schema};
  }
  std::string read(const char* config, const char* arguments = "{}") {
    const auto attributes = keras::read_attributes(*op, *op->form(BYOM_DIALECT_KERAS3), Json::parse(config),
                                                   Json::parse(arguments));
    REQUIRE(attributes.ok());
    std::string text;
    for (const ir::Attribute& attribute : *attributes)
      text += ir::text(attribute) + ":" + std::to_string(attribute.type()) + " ";
    return text;
  }
};

}  // namespace

TEST_CASE("read_attributes: what every layer has and initializers are no attributes") {
  CHECK(Typed({}).read(R"({"name":"l","trainable":true,"dtype":"float32","w_initializer":{},"k":1})") ==
        "k=1:2 ");
}

TEST_CASE("read_attributes: names are those of the graph, lists of one are undone") {
  Typed typed(
      {{"slope", "alpha", 0}, {"axis", "", BYOM_KEY_AS_LIST}, {"how", "mode", BYOM_KEY_CALL_ARGUMENT}});
  CHECK(typed.read(R"({"alpha":0.5,"axis":[1]})", R"({"mode":"x"})") == "slope=0.5:1 axis=1:2 how='x':3 ");
  CHECK(typed.read(R"({"axis":[1,2]})") == "axis=[1,2]:7 ");
}

TEST_CASE("read_attributes: an empty list and a bare number are what the schema declares") {
  const std::string f = "f", s = "s", l = "l", t = "t", w = "w";
  Typed typed({});
  typed.declare(f, BYOM_ATTR_FLOATS);
  typed.declare(s, BYOM_ATTR_STRINGS);
  typed.declare(l, BYOM_ATTR_LIST);
  typed.declare(t, BYOM_ATTR_TENSOR);
  typed.declare(w, BYOM_ATTR_TENSOR);
  CHECK(typed.read(R"({"f":[],"s":[],"l":[],"other":[]})") == "f=[]:6 s=[]:8 l=[]:66 other=[]:7 ");
  CHECK(typed.read(R"({"t":2.5,"w":3,"other":3})") == "t=<float[]>:4 w=<int64[]>:4 other=3:2 ");
}

TEST_CASE("read_value: an array that is ragged, or has no dtype, is an error") {
  const auto array = [](const char* config) {
    return keras::read_value("a", Json{{"class_name", "__numpy__"}, {"config", Json::parse(config)}});
  };
  CHECK(array(R"({"value":[[1,2],[3,4]],"dtype":"int32"})").ok());
  CHECK(!array(R"({"value":[[1,2],[3]],"dtype":"int32"})").ok());
  CHECK(!array(R"({"value":[1,[2]],"dtype":"int32"})").ok());
  CHECK(!array(R"({"value":[1]})").ok());
}
