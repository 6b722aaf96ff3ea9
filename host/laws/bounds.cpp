// Law: a kernel reads its inputs, writes its outputs and scratch, all of them and nothing else.
#include "host/laws/guarded_memory.hpp"
#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"

namespace byom::laws {

namespace {

using Outputs = Result<std::vector<ir::Tensor>>;

// Runs with guard bytes round everything; false when it wrote where it may not.
bool run_guarded(const Question& question, std::byte pattern, const std::string& name, Outputs& computed,
                 Report& report) {
  GuardedMemory memory(pattern);
  Question changed = question;
  for (std::size_t i = 0; i < changed.inputs.size(); ++i)
    if (changed.inputs[i].dtype != 0)
      changed.inputs[i] = memory.input(changed.inputs[i], "input " + std::to_string(i));
  computed = changed.run({.session = nullptr, .memory = &memory});
  const std::vector<std::string> damage = memory.damage();
  for (const std::string& text : damage) report.fail(name + ": " + text);
  return damage.empty();
}

// Elements that keep the pattern of a fresh output differ between two patterns.
void compare(const std::vector<ir::Tensor>& a, const std::vector<ir::Tensor>& b, const std::string& name,
             Report& report) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].dtype == 0 || ir::same_content(a[i], b[i])) continue;
    report.fail(name + ": elements of output " + std::to_string(i) +
                " are not written, or depend on what was there before");
  }
}

void try_question(const Question& question, bool random, const std::string& name, Report& report) {
  report.doing(name + ", guard bytes round its tensors");
  Outputs zeros = Error{}, ones = Error{};
  if (!run_guarded(question, std::byte{0}, name, zeros, report)) return;
  if (!zeros) return;  // what the law 'examples' says
  if (!run_guarded(question, std::byte{0xff}, name, ones, report)) return;
  if (ones && !random) compare(*zeros, *ones, name, report);
  report.doing(name + ", its inputs read-only and followed by memory that may not be read");
  Question changed = question;
  for (ir::Tensor& tensor : changed.inputs)
    if (tensor.dtype != 0) tensor = fenced(tensor);
  (void)changed.run();
}

}  // namespace

void bounds(Bench& bench, const Item& item, Report& report) {
  const bool random = (item.op->table.flags & BYOM_OP_RANDOM) != 0;
  for_each_run(bench, item, report, [&](Question& question, const byom_example&, const std::string& name) {
    try_question(question, random, name, report);
    // Loops over vectors of numbers go astray at their ragged end.
    for (const std::int64_t times : {3, 37})
      if (const auto longer = question.repeated(times))
        try_question(*longer, random, name + ", its first axis " + std::to_string(times) + " times", report);
  });
}

}  // namespace byom::laws
