// What a node owes its schema, and what a facet owes the node.
#include <algorithm>

#include "host/registry/context.hpp"
#include "host/registry/type_rules.hpp"
#include "host/support/counted.hpp"
#include "host/support/nearest.hpp"

namespace byom::registry {

namespace {

std::string type_name(std::int32_t type) {
  const std::string name = ir::attribute_type_name(type);
  if (name.ends_with('s')) return "a list of " + name;
  return (name == "int" ? "an " : "a ") + name;
}

// An empty list carries no element type in a file, and Keras configuration is checked by Keras's own classes.
bool type_fits(const ir::Attribute& attribute, const byom_formal& formal, bool configuration) {
  const std::int32_t type = attribute.type();
  if (type == formal.preset.type || configuration) return true;
  const bool list = type == BYOM_ATTR_INTS || type == BYOM_ATTR_FLOATS || type == BYOM_ATTR_STRINGS;
  const auto* ints = std::get_if<std::vector<std::int64_t>>(&attribute.value);
  return list && ints && ints->empty();
}

// Behind "attribute 'x' is unknown": the version that knows it, or a name that was meant.
std::string known_elsewhere(const Subject& subject, const std::string& name) {
  std::vector<std::string> free;
  for (std::uint64_t i = 0; i < subject.schema->n_attrs; ++i) {
    const std::string known = ir::to_string(subject.schema->attrs[i].name);
    if (!ir::find_attribute(*subject.node, known)) free.push_back(known);
  }
  for (const byom_schema& schema : subject.op->schemas)
    for (std::uint64_t i = 0; i < schema.n_attrs; ++i)
      if (ir::to_string(schema.attrs[i].name) == name)
        return " (version " + std::to_string(schema.since) + " has it)";
  return did_you_mean(name, free);
}

void check_attributes(const Subject& subject, const std::string& where, std::vector<std::string>& problems) {
  const byom_schema& schema = *subject.schema;
  for (const ir::Attribute& attribute : subject.node->attributes) {
    const byom_formal* end = schema.attrs + schema.n_attrs;
    const byom_formal* formal = std::find_if(
        schema.attrs, end, [&](const byom_formal& f) { return ir::to_string(f.name) == attribute.name; });
    if (formal == end) {
      problems.push_back(where + ": attribute '" + ir::text(attribute) + "' is unknown to version " +
                         std::to_string(schema.since) + " of the operator" +
                         known_elsewhere(subject, attribute.name));
    } else if (!type_fits(attribute, *formal, subject.node->domain == "keras")) {
      problems.push_back(where + ": attribute '" + attribute.name + "' is " + type_name(attribute.type()) +
                         ", but the operator takes " + type_name(formal->preset.type));
    }
  }
  for (std::uint64_t i = 0; i < schema.n_attrs; ++i) {
    const byom_formal& formal = schema.attrs[i];
    const bool required = (formal.preset.flags & BYOM_NO_DEFAULT) && !(formal.flags & BYOM_OPTIONAL);
    if (required && !ir::find_attribute(*subject.node, ir::to_string(formal.name)))
      problems.push_back(where + ": attribute '" + ir::to_string(formal.name) + "' is missing");
  }
}

void check_inputs(const Subject& subject, const std::string& where, std::vector<std::string>& problems) {
  const byom_schema& schema = *subject.schema;
  const std::size_t given = subject.node->inputs.size() - subject.node->weights;
  const bool variadic = schema.n_inputs && (schema.inputs[schema.n_inputs - 1].flags & BYOM_VARIADIC);
  if (given > schema.n_inputs && !variadic)
    problems.push_back(where + ": has " + counted(given, "input") + ", but version " +
                       std::to_string(schema.since) + " of the operator takes at most " +
                       std::to_string(schema.n_inputs));
  for (std::uint64_t i = 0; i < std::max<std::uint64_t>(given, schema.n_inputs); ++i) {
    const byom_formal* formal = formal_of(schema, i);
    if (!formal || (formal->flags & BYOM_OPTIONAL)) continue;
    if (i >= given || subject.node->inputs[i] == ir::absent)
      problems.push_back(where + ": " + input_text(schema, i) + " is missing");
  }
}

}  // namespace

std::vector<std::string> schema_violations(const Subject& subject) {
  std::vector<std::string> problems;
  if (!subject.schema) return problems;
  const std::string where = ir::describe(*subject.graph, *subject.node);
  check_attributes(subject, where, problems);
  check_inputs(subject, where, problems);
  return problems;
}

std::vector<std::string> unconsumed(const byom_ctx& ctx, bool formals) {
  std::vector<std::string> left;
  const ir::Node& node = *ctx.subject.node;
  const std::string where = ir::describe(*ctx.subject.graph, node);
  const std::string blame = std::string(not_looked_at) + name_of(ctx.facet) +
                            (ctx.subject.op ? " of plugin " + plugin_text(*ctx.subject.op) : "") +
                            "; converting without it could give wrong numbers";
  for (const ir::Attribute& attribute : node.attributes)
    if (!ctx.consumed.contains(attribute.name))
      left.push_back(where + ": attribute '" + ir::text(attribute) + "'" + blame);
  if (!formals || !ctx.subject.schema) return left;
  const byom_schema& schema = *ctx.subject.schema;
  for (std::uint64_t i = 0; i < schema.n_inputs && i < node.inputs.size(); ++i) {
    const std::string name = ir::to_string(schema.inputs[i].name);
    if (node.inputs[i] != ir::absent && !ctx.consumed.contains(name))
      left.push_back(where + ": input '" + name + "'" + blame);
  }
  for (std::uint64_t i = 1; i < schema.n_outputs && i < node.outputs.size(); ++i) {
    const std::string name = ir::to_string(schema.outputs[i].name);
    if (node.outputs[i] != ir::absent && !ctx.consumed.contains(name))
      left.push_back(where + ": output '" + name + "'" + blame);
  }
  return left;
}

}  // namespace byom::registry
