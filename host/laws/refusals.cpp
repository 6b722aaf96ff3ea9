// Law: whatever a node is like, a facet computes or says why not; none fails silently.
#include <algorithm>

#include "host/laws/capped_memory.hpp"
#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"
#include "host/registry/type_rules.hpp"

namespace byom::laws {

namespace {

// Kernel, infer with constants and without, and translation.
void ask_all(const Question& question, const Item& item, const std::string& name, Report& report) {
  if (!question.violations().empty()) return;  // the host refuses it before it asks
  if (item.kernel) ask_capped(question, name, report);
  if (!item.own) return;
  report.doing(name);
  for (const auto& known : {Question::Known(Question::all_but_first), Question::Known(Question::none)}) {
    ir::Graph graph = question.graph(known);
    if (const auto stated = question.infer(graph); !stated) {
      is_refusal(stated.error(), name, report);
    } else if (item.op->table.translate) {
      if (const auto made = question.translated(graph); !made) is_refusal(made.error(), name, report);
    }
  }
}

// One input, or all that are of its type, with elements 0 of another declared type.
void try_types(const Question& question, const Item& item, const byom_formal& formal, std::size_t input,
               const std::string& name, Report& report) {
  const std::int32_t old = question.inputs[input].dtype;
  for (const std::int32_t dtype : registry::declared_types(formal)) {
    if (dtype == BYOM_STRING || dtype > BYOM_BFLOAT16) continue;  // no kernel is expected to know them
    for (const bool together : {true, false}) {
      Question changed = question;
      for (std::size_t i = 0; i < changed.inputs.size(); ++i) {
        ir::Tensor& tensor = changed.inputs[i];
        if (i == input || (together && tensor.dtype == old && !changed.is_weight(i)))
          tensor = ir::make_tensor(dtype, tensor.shape);
      }
      ask_all(changed, item,
              name + ", input " + std::to_string(input) + (together ? " and its like" : "") + " of type " +
                  ir::dtype_name(dtype),
              report);
    }
  }
}

void try_ranks(const Question& question, const Item& item, std::size_t input, const std::string& name,
               Report& report) {
  const std::string of = name + ", input " + std::to_string(input);
  Question changed = question;
  std::vector<std::int64_t>& shape = changed.inputs[input].shape;
  const std::int64_t count = changed.inputs[input].count();
  shape.push_back(1);
  ask_all(changed, item, of + " with one axis more", report);
  shape = {count};
  ask_all(changed, item, of + " with one axis", report);
}

}  // namespace

void refusals(Bench& bench, const Item& item, Report& report) {
  for (const byom_schema& schema : item.op->schemas) {
    if (schema.n_inputs == 0) continue;
    for (std::uint64_t e = 0; e < schema.n_examples; ++e) {
      const Question question(bench, item, schema, schema.examples[e]);
      if (item.kernel && question.declined()) continue;
      const std::string name = name_of(item, schema, schema.examples[e]);
      ask_all(question, item, name, report);
      for (std::size_t i = 0; i < question.inputs.size(); ++i) {
        if (question.inputs[i].dtype == 0 || question.is_weight(i)) continue;
        try_types(question, item, schema.inputs[std::min<std::uint64_t>(i, schema.n_inputs - 1)], i, name,
                  report);
        try_ranks(question, item, i, name, report);
      }
    }
  }
}

}  // namespace byom::laws
