// How an operator is described: what no installed plugin happens to have.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "host/cli/known_operator.hpp"

using namespace byom;
using namespace byom::cli;

namespace {

byom_str words(std::string_view text) {
  return {text.data(), text.size()};
}

byom_formal formal(std::string_view name, std::string_view types, std::uint32_t flags) {
  return {words(name), words(types), words("words"), {}, flags, 0};
}

byom_schema schema(std::int64_t since, const std::vector<byom_formal>& inputs,
                   const std::vector<byom_formal>& attributes) {
  byom_schema made{};
  made.since = since;
  made.doc = words("What it does.");
  made.inputs = inputs.data();
  made.n_inputs = inputs.size();
  made.attrs = attributes.data();
  made.n_attrs = attributes.size();
  return made;
}

// Of a plugin 'acme.test', which alone has it.
const registry::Plugin& plugin() {
  static const registry::Plugin only = [] {
    registry::Plugin made;
    made.manifest.id = "acme.test";
    return made;
  }();
  return only;
}

registry::Op stir() {
  registry::Op op;
  op.plugin = &plugin();
  op.table.domain = words("acme");
  op.table.type = words("Stir");
  return op;
}

KnownOperator known(const registry::Op& op) {
  return {{"acme", "Stir"}, {{{&plugin().manifest, true, false, "the only one"}, &op}}, {}, {}};
}

}  // namespace

TEST_CASE("Operators: inputs and attributes have their traits") {
  const std::vector<byom_formal> inputs = {
      formal("x", "float,int8", 0), formal("shape", "int64", BYOM_SHAPE_LIKE),
      formal("where", "as x", BYOM_INDEX | BYOM_OPTIONAL), formal("rest", "", BYOM_VARIADIC)};
  std::vector<byom_formal> attributes = {formal("needed", "", 0), formal("free", "", BYOM_OPTIONAL),
                                         formal("set", "", 0)};
  for (byom_formal& attribute : attributes) attribute.preset.type = BYOM_ATTR_INT;
  attributes[0].preset.flags = attributes[1].preset.flags = BYOM_NO_DEFAULT;
  const std::int64_t three = 3;
  attributes[2].preset.v.i = &three;
  registry::Op op = stir();
  op.schemas = {schema(1, inputs, attributes)};
  CHECK(describe(known(op)) ==
        "acme::Stir\n"
        "  What it does.\n\n"
        "  plugin     acme.test (user's folder): the only one\n"
        "  kernel     none\n"
        "  facets     none\n"
        "  layout     terminate: works in the original order of axes only\n\n"
        "  input       x       words [float, int8]\n"
        "  input       shape   words [decides shapes, int64]\n"
        "  input       where   words [optional, indices, type of x]\n"
        "  input       rest    words [one or more, any type]\n"
        "  attribute   needed  words [int, required]\n"
        "  attribute   free    words [int, optional]\n"
        "  attribute   set     words [int, default 3]\n");
  const auto version = to_json(known(op))["plugins"][0]["versions"][0];
  CHECK(version["inputs"][0]["types"] == nlohmann::ordered_json{"float", "int8"});
  CHECK(version["inputs"][3]["types"] == nlohmann::ordered_json{"any"});
  CHECK(version["attributes"][0]["optional"] == false);
  CHECK_FALSE(version["attributes"][0].contains("default"));
  CHECK(version["attributes"][2]["default"] == 3);
}

TEST_CASE("Operators: versions that take and give the same stand together, the newest first") {
  const std::vector<byom_formal> one = {formal("x", "float", 0)}, two = {one[0], formal("y", "float", 0)};
  registry::Op op = stir();
  op.schemas = {schema(2, one, {}), schema(6, one, {}), schema(7, two, {}), schema(8, one, {}),
                schema(9, one, {})};
  const std::string text = describe(known(op));
  CHECK(text.substr(text.find("\n\n  opset")) ==
        "\n\n  opset 8 and later (versions 8, 9)\n"
        "    input       x  words [float]\n\n"
        "  opset 7 (version 7)\n"
        "    input       x  words [float]\n"
        "    input       y  words [float]\n\n"
        "  opset 2 to 6 (versions 2, 6)\n"
        "    input       x  words [float]\n");
}

TEST_CASE("Operators: flags of the operator and of its keys are told") {
  byom_key renamed{words("slope"), words("alpha"), 0, 0},
      listed{words("axis"), words("axis"), BYOM_KEY_AS_LIST, 0},
      passed{words("mask"), words("mask"), BYOM_KEY_CALL_ARGUMENT, 0},
      left_out{words("dtype"), {}, BYOM_KEY_OMIT, 0};
  const std::vector<byom_key> keys = {renamed, listed, passed, left_out};
  byom_form form{};
  form.dialect = BYOM_DIALECT_KERAS2;
  form.class_name = words("Spoon");
  form.keys = keys.data();
  form.n_keys = keys.size();
  registry::Op op = stir();
  op.schemas = {schema(1, {}, {})};
  op.table.flags = BYOM_OP_RANDOM | BYOM_OP_DRAFT;
  op.table.layout = 7;
  op.layer.size = sizeof op.layer;
  op.layer.flags = BYOM_LAYER_BATCH_NORM;
  op.forms = {form};
  const std::string text = describe(known(op));
  const auto has = [&](const std::string& part) { return text.find(part) != std::string::npos; };
  CHECK(has("  layout     layout 7\n"));
  CHECK(has("  Keras 3    no form: files of this generation cannot have it\n"));
  CHECK(has("  Keras 2    layer Spoon; slope is written as alpha; axis as a list; mask as an argument of"));
  CHECK(has("is not written\n"));
  CHECK(has("  note       frozen by -fb\n"));
  CHECK(has("  note       two runs may differ\n"));
  CHECK(has("  note       a draft: whoever uses it is warned\n"));
  const auto offered = to_json(known(op))["plugins"][0];
  CHECK(offered["random"] == true);
  CHECK(offered["draft"] == true);
  CHECK(offered["layer"]["keras3"].is_null());
  CHECK(offered["layer"]["keras2"]["keys"][0]["written"] == "alpha");
}

TEST_CASE("Operators: an actual has the name of its formal, counted where that stands for several") {
  const std::vector<byom_formal> formals = {formal("first", "", 0), formal("rest", "", BYOM_VARIADIC)};
  CHECK(actual_name(formals.data(), 2, 0) == "first");
  CHECK(actual_name(formals.data(), 2, 1) == "rest 0");
  CHECK(actual_name(formals.data(), 2, 3) == "rest 2");
  CHECK(actual_name(formals.data(), 1, 1).empty());
  CHECK(actual_name(nullptr, 0, 0).empty());
}
