// An operator described for people.
#include <algorithm>

#include "host/cli/known_operator.hpp"
#include "host/cli/option_table.hpp"
#include "host/cli/plugin_places.hpp"
#include "host/support/call_in_progress.hpp"
#include "host/support/join.hpp"

namespace byom::cli {
namespace {

constexpr std::size_t label_width = 10, kind_width = 11;

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text + " ";
}

// `head` and the text behind it, further lines indented as far.
std::string row(const std::string& head, const std::string& text) {
  std::string rows;
  const std::string indent(head.size(), ' ');
  for (const std::string& line : wrapped(text, widest_line - head.size()))
    rows += (rows.empty() ? head : indent) + line + "\n";
  return rows;
}

std::string label(const std::string& name) {
  return "  " + padded(name, label_width);
}

const char* meaning_of_layout(std::int32_t layout) {
  switch (layout) {
    case BYOM_LAYOUT_TERMINATE:
      return ": works in the original order of axes only";
    case BYOM_LAYOUT_TRANSPARENT:
      return ": works in any order of axes";
    case BYOM_LAYOUT_ATTRIBUTE:
      return ": attributes name axes";
    case BYOM_LAYOUT_IMPLICIT:
      return ": the order of axes is part of its definition";
    default:
      return "";
  }
}

std::string key_text(const byom_key& key) {
  const std::string name = ir::to_string(key.key), written = ir::to_string(key.written);
  if (key.flags & BYOM_KEY_OMIT) return name + " is not written";
  std::string text = name;
  if (!written.empty() && written != name) text += " is written as " + written;
  if (key.flags & BYOM_KEY_AS_LIST) text += " as a list";
  if (key.flags & BYOM_KEY_CALL_ARGUMENT) text += " as an argument of the call";
  return text;
}

std::string form_text(const byom_form* form) {
  if (form == nullptr) return "no form: files of this generation cannot have it";
  const std::string module = ir::to_string(form->module);
  std::string text = form->kind == BYOM_FORM_CUSTOM      ? "Python class "
                     : form->kind == BYOM_FORM_OPERATION ? "operation "
                                                         : "layer ";
  text += (module.empty() ? "" : module + ".") + ir::to_string(form->class_name);
  if (form->flags & BYOM_FORM_INPUT_LIST) text += ", takes one list of tensors";
  for (std::uint64_t i = 0; i < form->n_keys; ++i) text += "; " + key_text(form->keys[i]);
  return text;
}

std::string weight_text(const byom_weight& weight) {
  std::string text = ir::to_string(weight.name);
  if (weight.flags & BYOM_WEIGHT_TRAINABLE) text += ", trainable";
  if (weight.flags & BYOM_WEIGHT_KERNEL) text += ", takes the kernel initializer";
  if (weight.enabled_by.n > 0) text += ", if " + ir::to_string(weight.enabled_by);
  return text;
}

std::string layer_rows(const registry::Op& op) {
  if (op.layer.size == 0) return "";
  std::string rows = row(label("Keras 3"), form_text(op.form(BYOM_DIALECT_KERAS3))) +
                     row(label("Keras 2"), form_text(op.form(BYOM_DIALECT_KERAS2)));
  for (std::uint64_t i = 0; i < op.layer.n_weights; ++i)
    rows += row(label("weight"), weight_text(op.layer.weights[i]));
  if (op.layer.flags & BYOM_LAYER_BATCH_NORM) rows += row(label("note"), "frozen by -fb");
  return rows;
}

// What counts for whoever offers it.
std::string common_rows(const KnownOperator& known) {
  std::string rows;
  for (const registry::KernelOffer& kernel : known.kernels) rows += row(label("kernel"), kernel_text(kernel));
  if (known.kernels.empty() && known.offers.front().op) rows += row(label("kernel"), "none");
  for (const registry::Pattern* pattern : known.patterns)
    rows += row(label("pattern"),
                ir::to_string(pattern->table.text) + ", by " + plugin_text(pattern->plugin->manifest));
  return rows;
}

std::string rows_of(const KnownOperator& known, const registry::Op& op) {
  std::string rows;
  const std::string own = registry::text({op.domain(), op.type()});
  const std::vector<std::string> facets = facets_of(op);
  if (own != registry::text(known.name)) rows += row(label("called"), own + " by the plugin");
  rows += row(label("facets"), facets.empty() ? "none" : join(facets, ", "));
  rows += row(label("layout"), layout_of(op) + meaning_of_layout(op.table.layout));
  rows += layer_rows(op);
  if (op.table.flags & BYOM_OP_RANDOM) rows += row(label("note"), "two runs may differ");
  if (op.table.flags & BYOM_OP_DRAFT) rows += row(label("note"), "a draft: whoever uses it is warned");
  return rows;
}

std::string types_text(const std::string& types) {
  if (types.empty() || types == "any") return "any type";
  if (types.starts_with("as ")) return "type of " + types.substr(3);
  std::string text;
  for (const char c : types) text += c == ',' ? std::string(", ") : std::string(1, c);
  return text;
}

std::string value_text(ir::Attribute attribute) {
  attribute.name.clear();
  const auto* tensor = std::get_if<ir::Tensor>(&attribute.value);
  return tensor ? ir::text(*tensor) : ir::text(attribute);
}

std::string input_traits(const byom_formal& formal) {
  std::vector<std::string> traits;
  if (formal.flags & BYOM_OPTIONAL) traits.emplace_back("optional");
  if (formal.flags & BYOM_VARIADIC) traits.emplace_back("one or more");
  if (formal.flags & BYOM_SHAPE_LIKE) traits.emplace_back("decides shapes");
  if (formal.flags & BYOM_INDEX) traits.emplace_back("indices");
  traits.push_back(types_text(ir::to_string(formal.types)));
  return join(traits, ", ");
}

std::string attribute_traits(const byom_formal& formal) {
  const std::string type = ir::attribute_type_name(formal.preset.type);
  if (!(formal.preset.flags & BYOM_NO_DEFAULT))
    return type + ", default " + value_text(ir::from_view(formal.preset));
  return type + (formal.flags & BYOM_OPTIONAL ? ", optional" : ", required");
}

// "    input      x      the tensor [any type]"
class Rows {
 public:
  Rows(std::size_t indent, std::size_t names) : indent_(indent), names_(names) {}

  [[nodiscard]] std::string line(const std::string& kind, const std::string& name, const std::string& text,
                                 std::size_t deeper = 0) const {
    return row(std::string(indent_ + deeper, ' ') + padded(kind, kind_width - deeper) + padded(name, names_),
               text);
  }
  [[nodiscard]] std::string formal(const std::string& kind, const byom_formal& formal,
                                   const std::string& traits) const {
    const std::string doc = ir::to_string(formal.doc);
    return line(
        kind, ir::to_string(formal.name),
        doc + (doc.empty() || traits.empty() ? "" : " ") + (traits.empty() ? "" : "[" + traits + "]"));
  }
  [[nodiscard]] std::string formals(const byom_schema& schema) const {
    std::string rows;
    for (std::uint64_t i = 0; i < schema.n_inputs; ++i)
      rows += formal("input", schema.inputs[i], input_traits(schema.inputs[i]));
    for (std::uint64_t i = 0; i < schema.n_attrs; ++i)
      rows += formal("attribute", schema.attrs[i], attribute_traits(schema.attrs[i]));
    for (std::uint64_t i = 0; i < schema.n_outputs; ++i)
      rows += formal("output", schema.outputs[i],
                     schema.outputs[i].flags & BYOM_VARIADIC   ? "one or more"
                     : schema.outputs[i].flags & BYOM_OPTIONAL ? "optional"
                                                               : "");
    return rows;
  }
  [[nodiscard]] std::string example(const registry::Op& op, const byom_schema& schema,
                                    const byom_example& example) const {
    const auto tensor = [](const byom_tensor& view) {
      return view.dtype == 0 ? "left out" : ir::text(ir::from_view(view));
    };
    std::string rows =
        row(std::string(indent_, ' ') + padded("example", kind_width), ir::to_string(example.name));
    for (std::uint64_t i = 0; i < example.n_in; ++i) {
      const ExampleInput input = input_of(op, schema, example, i);
      rows += line(input.is_weight ? "weight" : "input", input.name, tensor(example.in[i]), 2);
    }
    for (std::uint64_t i = 0; i < example.n_attrs; ++i)
      rows += line("attribute", ir::to_string(example.attrs[i].name),
                   value_text(ir::from_view(example.attrs[i])), 2);
    for (std::uint64_t i = 0; i < example.n_out; ++i)
      rows += line("output", actual_name(schema.outputs, schema.n_outputs, i), tensor(example.out[i]), 2);
    return rows;
  }

 private:
  std::size_t indent_, names_;
};

// The widest name that a row has, but for those that leave too little room beside them.
std::size_t width_of_names(const registry::Op& op) {
  std::uint64_t widest = 0;
  const auto look = [&](const byom_str& name) {
    if (name.n <= 24) widest = std::max(widest, name.n);
  };
  for (const byom_schema& schema : op.schemas) {
    for (std::uint64_t i = 0; i < schema.n_inputs; ++i) look(schema.inputs[i].name);
    for (std::uint64_t i = 0; i < schema.n_attrs; ++i) look(schema.attrs[i].name);
    for (std::uint64_t i = 0; i < schema.n_outputs; ++i) look(schema.outputs[i].name);
  }
  for (std::uint64_t i = 0; i < op.layer.n_weights; ++i) look(op.layer.weights[i].name);
  return widest + 1;
}

// Versions that follow on each other and take and give the same.
struct Group {
  std::vector<std::int64_t> versions;
  std::string formals, examples;
};

std::vector<Group> groups_of(const registry::Op& op, const Rows& rows) {
  std::vector<Group> groups;
  const std::string newest = ir::to_string(op.schemas.back().doc);
  for (const byom_schema& schema : op.schemas) {
    const std::string doc = ir::to_string(schema.doc);
    std::string formals = (doc == newest ? "" : row("    ", doc)) + rows.formals(schema);
    if (groups.empty() || groups.back().formals != formals) groups.push_back({{}, std::move(formals), ""});
    groups.back().versions.push_back(schema.since);
    for (std::uint64_t i = 0; i < schema.n_examples; ++i)
      groups.back().examples += rows.example(op, schema, schema.examples[i]);
  }
  return groups;
}

// "opset 11 and later (versions 11, 12, 13)"
std::string heading(const Group& group, const Group* next) {
  std::vector<std::string> versions;
  for (const std::int64_t version : group.versions) versions.push_back(std::to_string(version));
  const std::int64_t last = next ? next->versions.front() - 1 : 0;
  return "opset " + versions.front() +
         (!next                            ? " and later"
          : last == group.versions.front() ? ""
                                           : " to " + std::to_string(last)) +
         (versions.size() > 1 ? " (versions " : " (version ") + join(versions, ", ") + ")";
}

// The newest first: that is what models use.
std::string versions_text(const registry::Op& op) {
  const bool one = op.schemas.size() == 1 && op.schemas[0].since == 1;
  const std::vector<Group> groups = groups_of(op, Rows(one ? 2 : 4, width_of_names(op)));
  std::string text;
  for (std::size_t i = groups.size(); i-- > 0;) {
    const Group* next = i + 1 < groups.size() ? &groups[i + 1] : nullptr;
    const std::string part =
        (one ? "" : "  " + heading(groups[i], next) + "\n") + groups[i].formals + groups[i].examples;
    if (!part.empty()) text += "\n" + part;
  }
  return text;
}

std::string describe(const KnownOperator& known, const OperatorOffer& offer) {
  std::string text = registry::text(known.name) + "\n";
  const registry::Op* op = offer.op;
  if (op && op->schemas.back().doc.n > 0) text += row("  ", ir::to_string(op->schemas.back().doc)) + "\n";
  text += row(label("plugin"),
              plugin_text(op ? op->plugin->manifest : *offer.claim.manifest) + ": " + offer.claim.why);
  if (known.offers.size() > 1) text += row(label("manifest"), offer.claim.manifest->file.string());
  if (&offer == &known.offers.front()) text += common_rows(known);
  if (!op) return text + row(label("problem"), "its library cannot be used");
  return text + rows_of(known, *op) + versions_text(*op);
}

}  // namespace

std::string describe(const KnownOperator& known) {
  std::string text;
  for (const OperatorOffer& offer : known.offers) {
    const CallInProgress call(reading(known, offer));
    append(text, "\n", describe(known, offer));
  }
  return text;
}

}  // namespace byom::cli
