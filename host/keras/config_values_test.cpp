// Tests of values in Keras's JSON.
#include "host/keras/config_values.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "host/support/exit.hpp"
#include "host/support/json_text.hpp"
#include "tests/support/layer_graph.hpp"
#include "tests/support/stub_layers.hpp"
#include "tests/support/tensor_of.hpp"

using namespace byom;
using test::float_tensor;
using test::LayerGraph;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

struct ValuesTable : test::StubLayers {
  ValuesTable() {
    add("Own", {{BYOM_DIALECT_KERAS3, BYOM_FORM_CUSTOM, 0, "", "Own"},
                {BYOM_DIALECT_KERAS2, BYOM_FORM_CUSTOM, 0, "", "Own"}});
    add("Keyed", {{BYOM_DIALECT_KERAS3,
                   BYOM_FORM_LAYER,
                   0,
                   "keras.layers",
                   "Keyed",
                   {{"slope", "alpha"},
                    {"axis", "", BYOM_KEY_AS_LIST},
                    {"quiet", "", BYOM_KEY_OMIT},
                    {"other", "y", BYOM_KEY_CALL_ARGUMENT}}}});
    add("Heavy",
        {{BYOM_DIALECT_KERAS3, BYOM_FORM_LAYER, 0, "keras.layers", "Heavy"},
         {BYOM_DIALECT_KERAS2, BYOM_FORM_LAYER, 0, "keras.layers", "Heavy"}},
        {{"core", "", "core_initializer", BYOM_WEIGHT_TRAINABLE | BYOM_WEIGHT_KERNEL},
         {"shift", "", "shift_initializer"}});
  }
};

struct Single {
  ValuesTable table;
  LayerGraph g;
  Single(const std::string& type, std::vector<ir::Attribute> attributes,
         std::vector<ir::Tensor> weights = {}) {
    const auto x = g.input("x", {-1, 2});
    std::vector<ir::ValueId> ids;
    for (ir::Tensor& weight : weights) ids.push_back(g.weight(std::move(weight)));
    g.graph.outputs = {g.layer(type, "l", {x}, {-1, 2}, std::move(attributes), ids)};
  }
  Result<keras::Json> configuration(std::int32_t dialect = BYOM_DIALECT_KERAS3,
                                    const std::string& init = "he_normal") {
    const auto model = keras::plan_model(g.graph, dialect, table);
    REQUIRE(model.ok());
    return keras::layer_configuration(*model, model->layers[1], init);
  }
  std::string text() { return json_text(configuration().value()); }
};

}  // namespace

TEST_CASE("configuration: every kind of attribute has its JSON") {
  const ir::Attribute one{"", std::int64_t{1}}, text{"", std::string("a")}, named{"k", true};
  Single single("Own", {{"none", ir::NoneValue{}},
                        {"f", 0.1F},
                        {"whole", 2.0F},
                        {"i", std::int64_t{-3}},
                        {"s", std::string("v\"\xC3\xA9")},
                        {"fs", std::vector<float>{1.5F, 1e-8F}},
                        {"is", std::vector<std::int64_t>{1, 2}},
                        {"ss", std::vector<std::string>{"p", "q"}},
                        {"b", false},
                        {"list", ir::ListValue{{one, text}}},
                        {"dict", ir::DictValue{{named}}}});
  CHECK(single.text() ==
        "{\"name\":\"l\",\"trainable\":true,\"dtype\":\"float32\",\"none\":null,\"f\":0.1,\"whole\":2.0,"
        "\"i\":-3,\"s\":\"v\\\"\xC3\xA9\","
        "\"fs\":[1.5,1e-08],\"is\":[1,2],\"ss\":[\"p\",\"q\"],\"b\":false,\"list\":[1,\"a\"],\"dict\":{\"k\":"
        "true}}");
}

TEST_CASE("configuration: keys are renamed, made lists, left out, or arguments of the call") {
  Single single("Keyed",
                {{"slope", 0.5F}, {"axis", std::int64_t{1}}, {"quiet", true}, {"other", std::int64_t{7}}});
  CHECK(single.text() == R"({"name":"l","trainable":true,"dtype":"float32","alpha":0.5,"axis":[1]})");
  const auto model = keras::plan_model(single.g.graph, BYOM_DIALECT_KERAS3, single.table);
  CHECK(json_text(keras::call_arguments(*model, model->layers[1], 0).value()) == R"({"y":7})");
}

TEST_CASE("configuration: tensors keep dtype and shape, and what JSON lacks is a string") {
  Single single("Own", {{"t", float_tensor({2, 2}, {0.1F, -infinity, infinity, std::nanf("")})}});
  CHECK(single.text() ==
        "{\"name\":\"l\",\"trainable\":true,\"dtype\":\"float32\",\"t\":{\"class_name\":\"__numpy__\","
        "\"config\":{\"value\":"
        "[[0.1,\"-inf\"],[\"inf\",\"nan\"]],\"dtype\":\"float32\"}}}");
}

TEST_CASE("configuration: halves are written as the numbers they are") {
  // 1, -2, 65504, 2^-24, 0.333...
  const std::vector<std::uint16_t> bits = {0x3C00, 0xC000, 0x7BFF, 0x0001, 0x3555};
  const ir::Tensor half = test::tensor_of(BYOM_FLOAT16, bits);
  Single single("Own", {{"t", half}});
  const keras::Json value = single.configuration().value()["t"]["config"]["value"];
  CHECK(value == keras::Json::array({1.0, -2.0, 65504.0, 5.9604644775390625e-08, 0.333251953125}));
}

TEST_CASE("configuration: a call argument without dimensions is a bare number") {
  Single single("Keyed", {{"other", float_tensor({}, {2.5F})}});
  const auto model = keras::plan_model(single.g.graph, BYOM_DIALECT_KERAS3, single.table);
  CHECK(json_text(keras::call_arguments(*model, model->layers[1], 0).value()) == R"({"y":2.5})");
}

TEST_CASE(
    "configuration: infinity outside of a tensor and tensors outside of custom classes are the plugin's "
    "fault") {
  const auto infinite = Single("Own", {{"f", infinity}}).configuration();
  REQUIRE(!infinite.ok());
  CHECK(infinite.error().code == exit_plugin);
  CHECK(infinite.error().text ==
        "layer 'l' (Own): f=inf cannot stand in the JSON of a Keras file, which has no NaN, no "
        "infinity and no graph");
  CHECK(!Single("Own", {{"fs", std::vector<float>{1, infinity}}}).configuration().ok());
  const auto tensor = Single("Keyed", {{"t", float_tensor({1}, {1})}}).configuration();
  REQUIRE(!tensor.ok());
  CHECK(tensor.error().code == exit_plugin);
}

TEST_CASE("configuration: the decimals of any float32 give it back when they are read as double first") {
  std::mt19937 random(3);
  for (int i = 0; i < 20000; ++i) {
    const auto bits = static_cast<std::uint32_t>(random());
    float number = 0;
    std::memcpy(&number, &bits, sizeof number);
    if (!std::isfinite(number)) continue;
    const std::string text = json_text(Single("Own", {{"f", number}}).configuration().value()["f"]);
    CHECK_MESSAGE(static_cast<float>(std::strtod(text.c_str(), nullptr)) == number, text);
  }
}

TEST_CASE("configuration: the chosen initializer is the kernel's, in the spelling of the dialect") {
  const std::vector<ir::Tensor> weights{float_tensor({1, 2, 1}, {1, 2}), float_tensor({2}, {1, 2})};
  Single single("Heavy", {}, weights);
  CHECK(json_text(single.configuration()->at("core_initializer")) ==
        R"({"module":"keras.initializers","class_name":"HeNormal","config":{},"registered_name":null})");
  CHECK(json_text(single.configuration(BYOM_DIALECT_KERAS2)->at("core_initializer")) ==
        R"({"class_name":"HeNormal","config":{}})");
  CHECK(!single.configuration()->contains("shift_initializer"));
  CHECK(single.configuration(BYOM_DIALECT_KERAS3, "constant")->at("core_initializer")["config"] ==
        keras::Json{{"value", 0.0}});
  CHECK(!single.configuration(BYOM_DIALECT_KERAS3, "identity")->contains("core_initializer"));
}

TEST_CASE("configuration: the dtype is the widest floating type that the layer meets") {
  const auto dtype_with = [](std::int32_t weight) {
    Single single("Heavy", {}, {ir::make_tensor(weight, {2}), ir::make_tensor(BYOM_INT64, {2})});
    single.g.graph.values[0].dtype = BYOM_FLOAT16;
    single.g.graph.value(single.g.graph.outputs[0]).dtype = BYOM_FLOAT16;
    return single.configuration()->at("dtype").get<std::string>();
  };
  CHECK(dtype_with(BYOM_FLOAT16) == "float16");
  CHECK(dtype_with(BYOM_FLOAT) == "float32");
  CHECK(dtype_with(BYOM_DOUBLE) == "float64");
  CHECK(dtype_with(BYOM_BFLOAT16) == "float32");
  CHECK(dtype_with(BYOM_INT64) == "float16");
}
