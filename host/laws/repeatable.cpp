// Law: the same bits from 1, 2 and many threads, on a second call, and from two calls at once.
#include <thread>

#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"

namespace byom::laws {

namespace {

registry::Session& session_of(unsigned threads) {
  static registry::Session one{{}, ThreadPool(1), {}, {}, {}, {}};
  static registry::Session two{{}, ThreadPool(2), {}, {}, {}, {}};
  static registry::Session many{{}, ThreadPool(7), {}, {}, {}, {}};
  return threads == 1 ? one : threads == 2 ? two : many;
}

void expect(const Result<std::vector<ir::Tensor>>& computed, const std::vector<ir::Tensor>& expected,
            const std::string& where, Report& report) {
  if (!computed) return report.fail(where + ": " + computed.error().text);
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (expected[i].dtype != 0 && !ir::same_content((*computed)[i], expected[i]))
      report.fail(where + ": output " + std::to_string(i) + " is " + ir::text((*computed)[i]) +
                  ", the first call gave " + ir::text(expected[i]));
}

void try_all(const Question& question, const std::string& name, Report& report) {
  report.doing(name);
  const auto first = question.run({.session = &session_of(1)});
  if (!first) return;  // what the law 'examples' says
  expect(question.run({.session = &session_of(1)}), *first, name + ", called again", report);
  for (const unsigned threads : {2u, 7u})
    expect(question.run({.session = &session_of(threads)}), *first,
           name + ", on " + std::to_string(threads) + " threads", report);
  static registry::Session other{{}, ThreadPool(1), {}, {}, {}, {}};
  Result<std::vector<ir::Tensor>> here = Error{}, there = Error{};
  std::thread second([&] { there = question.run({.session = &other}); });
  here = question.run({.session = &session_of(1)});
  second.join();
  expect(here, *first, name + ", called from two threads at once", report);
  expect(there, *first, name + ", called from two threads at once", report);
}

}  // namespace

void repeatable(Bench& bench, const Item& item, Report& report) {
  if (item.op->table.flags & BYOM_OP_RANDOM) return report.skip("its numbers are random");
  for_each_run(bench, item, report, [&](Question& question, const byom_example&, const std::string& name) {
    try_all(question, name, report);
    // Long enough for several pieces of a parallel loop.
    if (const auto longer = question.repeated(4099))
      try_all(*longer, name + ", its first axis 4099 times", report);
  });
}

}  // namespace byom::laws
