// Which inputs of an operator must have one element type, by ONNX's own schemas (libonnx), in every version.
#include "host/registry/type_rules.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <onnx/defs/schema.h>

#include "host/registry/op_registry.hpp"
#include "tests/support/operator_testing.hpp"

namespace byom::testing {

namespace {

// Where we ask for one type though a newer version of ONNX allows two.
const std::map<std::pair<std::string, std::int64_t>, std::string> stricter = {
    {{"BatchNormalization", 14}, "Keras has one type for a layer"},
    {{"BatchNormalization", 15}, "Keras has one type for a layer"},
    {{"LayerNormalization", 17}, "Keras has one type for a layer"},
};

constexpr std::int32_t probed[] = {BYOM_FLOAT, BYOM_DOUBLE, BYOM_FLOAT16, BYOM_INT32,
                                   BYOM_INT64, BYOM_UINT8,  BYOM_BOOL};

// ONNX's name for the type of every input, the same for inputs that must have one type; a variadic input
// stands in two places.
std::vector<std::string> type_variables(const ::onnx::OpSchema& schema) {
  std::vector<std::string> variables;
  for (const auto& input : schema.inputs()) {
    // What is no variable, as "tensor(int64)", binds nothing.
    const bool variable = input.GetTypeStr().find('(') == std::string::npos;
    variables.push_back(variable ? input.GetTypeStr() : input.GetName());
    if (input.GetOption() == ::onnx::OpSchema::FormalParameterOption::Variadic && input.GetIsHomogeneous())
      variables.push_back(variables.back());
  }
  return variables;
}

bool accepted(const registry::Op& op, const byom_schema& schema, const std::vector<std::int32_t>& types) {
  ir::Graph graph;
  ir::Node node;
  node.type = op.type();
  for (const std::int32_t dtype : types) {
    ir::Value value;
    value.dtype = dtype;
    node.inputs.push_back(graph.add_value(std::move(value)));
  }
  return registry::type_violations({&graph, &node, &op, &schema, nullptr}).empty();
}

// Whether a node is accepted whose input `b` has another type than those of its variable, or of input `a`.
bool may_differ(const registry::Op& op, const byom_schema& schema, const std::vector<std::string>& variables,
                std::size_t a, std::size_t b) {
  for (const std::int32_t first : probed) {
    for (const std::int32_t second : probed) {
      std::vector<std::int32_t> types(variables.size(), 0);  // 0: not known
      for (std::size_t i = 0; i < types.size(); ++i)
        if (variables[i] == variables[a]) types[i] = first;
      types[b] = second;
      if (first != second && accepted(op, schema, types)) return true;
    }
  }
  return false;
}

// Both take the same single type.
bool one_type(const byom_schema& schema, std::size_t a, std::size_t b) {
  const auto types = registry::declared_types(*registry::formal_of(schema, a));
  return types.size() == 1 && types == registry::declared_types(*registry::formal_of(schema, b));
}

}  // namespace

TEST_CASE("Inputs that ONNX gives one type variable must have one type, and no others") {
  std::size_t compared = 0;
  for (const std::string& type : plugins().claimed("")) {
    const auto op = plugins().op("", type);
    REQUIRE(op);
    for (const byom_schema& schema : (*op)->schemas) {
      const auto* theirs = ::onnx::OpSchemaRegistry::Schema(type, static_cast<int>(schema.since), "");
      if (!theirs) continue;  // younger than the library
      std::vector<std::string> variables = type_variables(*theirs);
      if (stricter.contains({type, schema.since})) variables.assign(variables.size(), "T");
      for (std::size_t b = 1; b < variables.size(); ++b) {
        for (std::size_t a = 0; a < b; ++a) {
          CAPTURE(type);
          CAPTURE(schema.since);
          CAPTURE(a);
          CAPTURE(b);
          REQUIRE(registry::formal_of(schema, b));
          const bool together = variables[a] == variables[b] || one_type(schema, a, b);
          CHECK(may_differ(**op, schema, variables, a, b) == !together);
          ++compared;
        }
      }
    }
  }
  CHECK(compared > 150);
}

}  // namespace byom::testing
