// Law: the layers that a node is translated to compute the operator's numbers.
#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"
#include "host/passes/free_batch.hpp"
#include "host/verify/compare.hpp"

namespace byom::laws {

namespace {

// Gives the reason of a refusal, empty when there was none.
std::string try_translation(const Question& question, const byom_example& example, bool free_batch,
                            const std::string& name, Report& report) {
  ir::Graph graph = question.graph(Question::all_but_first);
  if (free_batch && !passes::free_batch(graph).free) return "";
  const auto computed = question.run_translated(std::move(graph));
  if (!computed) {
    is_refusal(computed.error(), name, report);
    return computed.error().text;
  }
  std::size_t output = 0;
  for (const ir::Tensor& tensor : *computed) {
    while (!question.wanted[output]) ++output;
    const ir::Tensor expected = ir::from_view(example.out[output]);
    if (!verify::compare(tensor, expected, verify::default_tolerance).within)
      report.fail(name + ": the layers compute " + ir::text(tensor) + " for output " +
                  std::to_string(output) + ", expected " + ir::text(expected));
    ++output;
  }
  return "";
}

}  // namespace

void translation(Bench& bench, const Item& item, Report& report) {
  if (!item.own || !item.op->table.translate) return report.skip("it has no translation of its own");
  if (item.op->table.flags & BYOM_OP_RANDOM) return report.skip("its numbers are random");
  std::size_t tried = 0;
  std::vector<std::string> refusals;
  for_each_example(bench, item, report,
                   [&](Question& question, const byom_example& example, const std::string& name) {
                     ++tried;
                     const std::string refusal = try_translation(question, example, false, name, report);
                     if (!refusal.empty()) refusals.push_back(refusal);
                     try_translation(question, example, true, name + ", the batch free", report);
                   });
  if (tried > 0 && refusals.size() == tried)
    report.skip("every example is refused, the first because: " + refusals.front());
}

}  // namespace byom::laws
