// Law: away from the examples, on random numbers, the layers agree with the kernel.
#include <random>

#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"
#include "host/verify/compare.hpp"

namespace byom::laws {

namespace {

// Output i of `made`, which has the wanted outputs only.
void compare(const Question& question, const std::vector<ir::Tensor>& made,
             const std::vector<ir::Tensor>& computed, const std::string& name, Report& report) {
  std::size_t next = 0;
  for (std::size_t output = 0; output < computed.size(); ++output) {
    if (!question.wanted[output]) continue;
    const verify::Difference difference =
        verify::compare(made[next], computed[output], verify::default_tolerance);
    if (!difference.within)
      report.fail(name + ": the layers compute " + ir::text(made[next]) + " for output " +
                  std::to_string(output) + ", the kernel " + ir::text(computed[output]));
    ++next;
  }
}

void try_draw(const Question& question, const Item& item, const std::string& name, Report& report) {
  report.doing(name);
  const auto computed = question.run();
  if (!computed) return static_cast<void>(is_refusal(computed.error(), name, report));
  if (!item.op->table.translate) return;
  const auto made = question.run_translated(question.graph(Question::all_but_first));
  if (!made) return static_cast<void>(is_refusal(made.error(), name, report));
  compare(question, *made, *computed, name, report);
}

}  // namespace

void random(Bench& bench, const Item& item, Report& report) {
  if (item.op->table.flags & BYOM_OP_RANDOM) return report.skip("its numbers are random");
  std::mt19937_64 generator(bench.seed);
  std::size_t drawn = 0;
  for_each_run(bench, item, report, [&](Question& question, const byom_example&, const std::string& name) {
    for (const double largest : {1.0, 10.0}) {
      const auto asked = question.drawn(generator, largest);
      if (!asked) continue;
      ++drawn;
      try_draw(*asked, item, name + " with random numbers up to " + (largest > 1 ? "10" : "1"), report);
    }
  });
  if (drawn == 0 && item.kernel) report.skip("none of its inputs takes random numbers");
}

}  // namespace byom::laws
