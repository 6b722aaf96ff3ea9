// The plugin `lawbreakers` opened once, and its judgements noted down.
#include "tests/support/judging.hpp"

#include <algorithm>
#include <cstdlib>

#include "host/laws/law.hpp"

namespace byom::test {

namespace {

class Notes : public laws::Report {
 public:
  Judgement judgement;
  void doing(const std::string& what) override { judgement.asked_last = what; }
  void fail(const std::string& text) override { judgement.failures.push_back(text); }
  void skip(const std::string& reason) override { judgement.skips.push_back(reason); }
};

laws::Bench& bench() {
  static laws::Bench* bench = [] {
    auto target = laws::open_target(TAO_BYOM_FIXTURE_PLUGINS "/liblawbreakers.so", TAO_BYOM_TEST_PLUGINS);
    if (!target) std::abort();
    auto opened = laws::open_bench(*target);
    if (!opened) std::abort();
    return opened->release();
  }();
  return *bench;
}

}  // namespace

bool Judgement::fails_with(const std::string& text) const {
  return std::ranges::any_of(failures,
                             [&](const std::string& f) { return f.find(text) != std::string::npos; });
}

Judgement judged(const std::string& law, const std::string& type) {
  Notes notes;
  const auto found =
      std::ranges::find_if(laws::all_laws(), [&](const laws::Law& candidate) { return candidate.id == law; });
  const auto item = std::ranges::find_if(
      bench().items, [&](const laws::Item& candidate) { return candidate.op->type() == type; });
  if (found == laws::all_laws().end() || item == bench().items.end()) std::abort();
  found->op(bench(), *item, notes);
  return notes.judgement;
}

}  // namespace byom::test
