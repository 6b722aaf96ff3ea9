// Element types that an operator declares, and nodes that keep to them or do not.
#include "host/registry/type_rules.hpp"

#include <doctest/doctest.h>

using namespace byom;
using namespace byom::registry;

namespace {

byom_formal formal(const char* name, const char* types, std::uint32_t flags = 0) {
  byom_formal result{};
  result.name = view(name);
  result.types = view(types);
  result.flags = flags;
  return result;
}

// A node of an operator with these inputs.
struct Case {
  std::vector<byom_formal> formals;
  byom_schema schema{};
  ir::Graph graph;
  ir::Node node;

  Case(std::vector<byom_formal> inputs, const std::vector<std::int32_t>& types, std::size_t weights = 0)
      : formals(std::move(inputs)) {
    schema.inputs = formals.data();
    schema.n_inputs = formals.size();
    node.type = "Op";
    node.name = "n";
    node.weights = weights;
    for (const std::int32_t dtype : types) {
      ir::Value value;
      value.dtype = dtype;
      node.inputs.push_back(graph.add_value(std::move(value)));
    }
  }
  std::vector<std::string> violations() const {
    return type_violations({&graph, &node, nullptr, &schema, nullptr});
  }
};

}  // namespace

TEST_CASE("An input has a type that its operator lists") {
  CHECK(Case({formal("x", "float,int64")}, {BYOM_INT64}).violations().empty());
  CHECK(Case({formal("x", "any")}, {BYOM_STRING}).violations().empty());
  CHECK(Case({formal("x", "")}, {BYOM_BOOL}).violations().empty());
  CHECK(Case({formal("x", "float")}, {0}).violations().empty());
  const auto wrong = Case({formal("x", "float,int64")}, {BYOM_DOUBLE}).violations();
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0] == "Op node 'n': input 'x' has the type double, but the operator takes float, int64");
}

TEST_CASE("Inputs of one type variable have one type") {
  const std::vector<byom_formal> inputs = {formal("a", "float,double"), formal("b", "as a"),
                                           formal("c", "as a")};
  CHECK(Case(inputs, {BYOM_DOUBLE, BYOM_DOUBLE, BYOM_DOUBLE}).violations().empty());
  CHECK(Case(inputs, {0, BYOM_DOUBLE, BYOM_FLOAT}).violations().empty());
  const auto wrong = Case(inputs, {BYOM_FLOAT, BYOM_DOUBLE, BYOM_INT8}).violations();
  REQUIRE(wrong.size() == 2);
  CHECK(
      wrong[0] ==
      "Op node 'n': input 'b' has the type double, but input 'a' has the type float; the operator takes one "
      "type for both; cast one of them");
}

TEST_CASE("All actuals of a variadic formal have one type") {
  const std::vector<byom_formal> inputs = {formal("x", "float"), formal("more", "any", BYOM_VARIADIC)};
  CHECK(Case(inputs, {BYOM_FLOAT, BYOM_INT8, BYOM_INT8}).violations().empty());
  const auto wrong = Case(inputs, {BYOM_FLOAT, BYOM_INT8, BYOM_INT8, BYOM_BOOL}).violations();
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0] ==
        "Op node 'n': input 'more' 2 has the type bool, but input 'more' 0 has the type int8; the operator "
        "takes "
        "one type for both; cast one of them");
}

TEST_CASE("The weights of a layer have the type of its floating input, or one of their own") {
  const std::vector<byom_formal> inputs = {formal("x", "any")};
  CHECK(Case(inputs, {BYOM_FLOAT, BYOM_FLOAT, BYOM_FLOAT}, 2).violations().empty());
  CHECK(Case(inputs, {BYOM_INT64, BYOM_FLOAT16, BYOM_FLOAT16}, 2).violations().empty());
  const auto wrong = Case(inputs, {BYOM_FLOAT, BYOM_FLOAT, BYOM_FLOAT16}, 2).violations();
  REQUIRE(wrong.size() == 1);
  CHECK(
      wrong[0] ==
      "Op node 'n': weight 1 has the type float16, but input 'x' has the type float; the operator takes one "
      "type for both; cast one of them");
  CHECK(Case(inputs, {BYOM_INT64, BYOM_FLOAT16, BYOM_FLOAT}, 2).violations().size() == 1);
}

TEST_CASE("Declarations that say nothing are named") {
  const auto unclear = unclear_types(Case({formal("a", "flaot,double"), formal("b", "as c")}, {}).schema);
  REQUIRE(unclear.size() == 2);
  CHECK(unclear[0] == "input 'a': 'flaot' is no element type (did you mean 'float'?)");
  CHECK(unclear[1] == "input 'b': types 'as c' name no input before it");
  CHECK(unclear_types(Case({formal("a", "float"), formal("b", "as a"), formal("c", "any")}, {}).schema)
            .empty());
}
