// Law: a layer can be written: its forms, weights and Python text fit its schema.
#include <algorithm>

#include "host/keras/custom_layers.hpp"
#include "host/laws/laws.hpp"

namespace byom::laws {

namespace {

const byom_formal* attribute(const byom_schema& schema, byom_str name) {
  const std::string wanted = ir::to_string(name);
  const byom_formal* end = schema.attrs + schema.n_attrs;
  const byom_formal* found = std::find_if(
      schema.attrs, end, [&](const byom_formal& formal) { return ir::to_string(formal.name) == wanted; });
  return found == end ? nullptr : found;
}

void form_fits(const registry::Op& op, const byom_form& form, Report& report) {
  const std::string name = "its form for Keras " + std::to_string(form.dialect);
  const std::string class_name = ir::to_string(form.class_name);
  if (form.dialect != BYOM_DIALECT_KERAS2 && form.dialect != BYOM_DIALECT_KERAS3)
    report.fail(name + ": there are Keras 2 and 3 only");
  if (class_name.empty()) report.fail(name + " has no class name");
  if (form.kind == BYOM_FORM_CUSTOM) {
    const auto python = keras::python_source(op);
    if (!python)
      report.fail(python.error().text);
    else if (python->find("class " + class_name) == std::string::npos)
      report.fail(name + " is the class '" + class_name + "', which its Python text does not define");
  }
  for (std::uint64_t k = 0; k < form.n_keys; ++k)
    if (!attribute(op.schemas.back(), form.keys[k].key))
      report.fail(name + " has the key '" + ir::to_string(form.keys[k].key) +
                  "', which is no attribute of the schema");
}

void weight_fits(const registry::Op& op, const byom_weight& weight, Report& report) {
  const std::string name = "its weight '" + ir::to_string(weight.name) + "'";
  if (weight.name.n == 0) report.fail("one of its weights has no name");
  if (weight.enabled_by.n == 0) return;
  const byom_formal* flag = attribute(op.schemas.back(), weight.enabled_by);
  if (!flag || flag->preset.type != BYOM_ATTR_BOOL)
    report.fail(name + " is enabled by '" + ir::to_string(weight.enabled_by) +
                "', which is no true-or-false attribute of the schema");
}

}  // namespace

void layer(Bench&, const Item& item, Report& report) {
  if (!item.own || item.op->layer.size == 0) return report.skip("it is no layer");
  if (item.op->forms.empty()) report.fail("it has no form in any Keras: no file can hold it");
  for (const byom_form& form : item.op->forms) form_fits(*item.op, form, report);
  for (std::uint64_t w = 0; w < item.op->layer.n_weights; ++w)
    weight_fits(*item.op, item.op->layer.weights[w], report);
}

}  // namespace byom::laws
