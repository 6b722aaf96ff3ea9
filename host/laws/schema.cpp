// Law: a stranger can read from the schema what the operator takes, gives and does.
#include "host/laws/laws.hpp"
#include "host/registry/type_rules.hpp"

namespace byom::laws {

namespace {

std::string at(const byom_schema& schema) {
  return "version " + std::to_string(schema.since) + ": ";
}

void described(const byom_formal* list, std::uint64_t n, const char* kind, const std::string& where,
               Report& report) {
  for (std::uint64_t i = 0; i < n; ++i) {
    const std::string name = ir::to_string(list[i].name);
    if (name.empty())
      report.fail(where + kind + " " + std::to_string(i) + " has no name");
    else if (list[i].doc.n == 0)
      report.fail(where + kind + " '" + name + "' is not described");
  }
}

}  // namespace

void schema(Bench&, const Item& item, Report& report) {
  if (!item.own) return report.skip("another plugin's operator");
  if (item.op->table.flags & BYOM_OP_DRAFT) report.skip("it is a draft, which everybody who uses it is told");
  std::uint64_t examples = 0;
  for (const byom_schema& schema : item.op->schemas) {
    const std::string where = at(schema);
    if (schema.doc.n == 0) report.fail(where + "the operator is not described (doc)");
    described(schema.inputs, schema.n_inputs, "input", where, report);
    described(schema.outputs, schema.n_outputs, "output", where, report);
    described(schema.attrs, schema.n_attrs, "attribute", where, report);
    for (const std::string& line : registry::unclear_types(schema)) report.fail(where + line);
    if (schema.n_outputs == 0) report.fail(where + "it has no output");
    examples += schema.n_examples;
  }
  if (examples == 0) report.fail("it has no worked example");
}

}  // namespace byom::laws
