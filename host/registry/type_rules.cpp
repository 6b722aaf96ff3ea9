// Reading of byom_formal.types: "float,double", "any", or "as NAME" for the type of the input NAME.
#include "host/registry/type_rules.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>

#include "host/support/nearest.hpp"

namespace byom::registry {

namespace {

constexpr std::string_view like = "as ";

std::vector<std::string> listed(const byom_formal& formal) {
  std::istringstream text(ir::to_string(formal.types));
  std::vector<std::string> names;
  for (std::string name; std::getline(text, name, ',');) names.push_back(name);
  return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

bool takes(const byom_formal& formal, std::int32_t dtype) {
  const std::vector<std::string> names = listed(formal);
  return names.empty() || contains(names, "any") || contains(names, ir::dtype_name(dtype));
}

std::string spaced(std::string list) {
  for (std::size_t at = 0; (at = list.find(',', at)) != std::string::npos; ++at) list.insert(at + 1, " ");
  return list;
}

// All types that tensors may have.
std::vector<std::int32_t> all_types() {
  std::vector<std::int32_t> types;
  constexpr std::int32_t beyond = 64;  // ONNX's highest number is half of that
  for (std::int32_t dtype = BYOM_FLOAT; dtype < beyond; ++dtype)
    if (ir::element_size(dtype) > 0) types.push_back(dtype);
  return types;
}

// The input whose type the formal takes; its own where it names none.
std::optional<std::uint64_t> named_giver(const byom_schema& schema, std::uint64_t formal) {
  const std::string types = ir::to_string(schema.inputs[formal].types);
  if (!types.starts_with(like)) return formal;
  for (std::uint64_t other = 0; other < formal; ++other)
    if (ir::to_string(schema.inputs[other].name) == types.substr(like.size())) return other;
  return std::nullopt;
}

// The inputs of a node, weights of a layer last.
class Inputs {
 public:
  explicit Inputs(const Subject& subject) : subject_(subject) {}

  std::size_t count() const { return subject_.node->inputs.size(); }
  // 0: absent, or not known.
  std::int32_t type(std::size_t i) const {
    const ir::ValueId id = subject_.node->inputs[i];
    return id == ir::absent ? 0 : subject_.graph->value(id).dtype;
  }
  std::string text(std::size_t i) const {
    if (i >= first_weight()) return "weight " + std::to_string(i - first_weight());
    return input_text(*subject_.schema, i);
  }
  // The input before `i` whose type it must have, or `i`.
  std::size_t type_giver(std::size_t i) const {
    if (i >= first_weight()) return i > 0 && ir::is_floating(type(0)) ? 0 : std::min(i, first_weight());
    const byom_formal* formal = formal_of(*subject_.schema, i);
    if (!formal) return i;
    const auto first = static_cast<std::size_t>(formal - subject_.schema->inputs);
    return first < i ? first : named_giver(*subject_.schema, first).value_or(i);
  }

 private:
  std::size_t first_weight() const { return count() - subject_.node->weights; }

  const Subject& subject_;
};

}  // namespace

const byom_formal* formal_of(const byom_schema& schema, std::uint64_t i) {
  if (i < schema.n_inputs) return schema.inputs + i;
  const byom_formal* last = schema.n_inputs ? schema.inputs + schema.n_inputs - 1 : nullptr;
  return last && (last->flags & BYOM_VARIADIC) ? last : nullptr;
}

std::string input_text(const byom_schema& schema, std::uint64_t i) {
  const byom_formal& formal = *formal_of(schema, i);
  const std::string name = "input '" + ir::to_string(formal.name) + "'";
  return formal.flags & BYOM_VARIADIC ? name + " " + std::to_string(i + 1 - schema.n_inputs) : name;
}

std::vector<std::int32_t> declared_types(const byom_formal& formal) {
  std::vector<std::int32_t> types = all_types();
  std::erase_if(types, [&](std::int32_t dtype) { return !takes(formal, dtype); });
  return types;
}

std::vector<std::string> type_violations(const Subject& subject) {
  std::vector<std::string> problems;
  const Inputs inputs(subject);
  const auto wrong = [&](std::size_t i, const std::string& expected) {
    problems.push_back(ir::describe(*subject.graph, *subject.node) + ": " + inputs.text(i) +
                       " has the type " + ir::dtype_name(inputs.type(i)) + ", but " + expected);
  };
  for (std::size_t i = 0; i < inputs.count(); ++i) {
    if (inputs.type(i) == 0) continue;
    const std::size_t giver = inputs.type_giver(i);
    const byom_formal* formal = formal_of(*subject.schema, i);
    if (giver == i && formal && !takes(*formal, inputs.type(i)))
      wrong(i, "the operator takes " + spaced(ir::to_string(formal->types)));
    if (giver != i && inputs.type(giver) != 0 && inputs.type(giver) != inputs.type(i))
      wrong(i, inputs.text(giver) + " has the type " + ir::dtype_name(inputs.type(giver)) +
                   "; the operator takes one type for both; cast one of them");
  }
  return problems;
}

std::vector<std::string> unclear_types(const byom_schema& schema) {
  std::vector<std::string> known;
  for (const std::int32_t dtype : all_types()) known.push_back(ir::dtype_name(dtype));
  std::vector<std::string> problems;
  for (std::uint64_t i = 0; i < schema.n_inputs; ++i) {
    const std::string input = "input '" + ir::to_string(schema.inputs[i].name) + "': ";
    if (!named_giver(schema, i))
      problems.push_back(input + "types '" + ir::to_string(schema.inputs[i].types) +
                         "' name no input before it");
    if (ir::to_string(schema.inputs[i].types).starts_with(like)) continue;
    for (const std::string& name : listed(schema.inputs[i]))
      if (name != "any" && !contains(known, name))
        problems.push_back(input + "'" + name + "' is no element type" + did_you_mean(name, known));
  }
  return problems;
}

}  // namespace byom::registry
