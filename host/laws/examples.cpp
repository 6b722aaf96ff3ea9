// Law: the kernel computes what the worked examples say.
#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"
#include "host/verify/compare.hpp"

namespace byom::laws {

namespace {

constexpr double example_tolerance = 1e-5;

void compare(const std::vector<ir::Tensor>& computed, const byom_example& example, const std::string& name,
             bool random, Report& report) {
  for (std::size_t i = 0; i < computed.size(); ++i) {
    if (example.out[i].dtype == 0) continue;
    const ir::Tensor expected = ir::from_view(example.out[i]);
    const verify::Difference difference = verify::compare(computed[i], expected, example_tolerance);
    const bool same = random ? difference.note.empty() : difference.within;
    if (!same)
      report.fail(name + ": output " + std::to_string(i) + " is " + ir::text(computed[i]) + ", expected " +
                  ir::text(expected));
  }
}

}  // namespace

void examples(Bench& bench, const Item& item, Report& report) {
  const bool random = (item.op->table.flags & BYOM_OP_RANDOM) != 0;
  for_each_run(bench, item, report,
               [&](Question& question, const byom_example& example, const std::string& name) {
                 for (const std::string& wrong : question.violations()) report.fail(name + ": " + wrong);
                 const auto computed = question.run();
                 if (!computed) return report.fail(name + ": " + computed.error().text);
                 compare(*computed, example, name, random, report);
               });
}

}  // namespace byom::laws
