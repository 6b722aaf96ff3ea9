// Laws as processes, and the hunt for the operator that killed one.
#include "host/laws/check.hpp"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "host/laws/process.hpp"
#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"
#include "host/support/thread_pool.hpp"

namespace byom::laws {

namespace {

using nlohmann::json;

// What one process of a law said, as far as it came.
struct Answer {
  std::vector<std::string> items;
  std::string refused;
  std::vector<std::vector<Finding>> of_item;  // by index; one entry for the library
  std::optional<std::size_t> begun;           // the item begun last; items.size(): the end of the plugin
  std::string doing;
  bool done = false;
  Ending ending;

  [[nodiscard]] bool died() const { return !done || ending.kind != Ending::Kind::exit || ending.number != 0; }
};

void take_message(const std::string& kind, const json& value, Answer& answer) {
  if (kind == "items") {
    answer.items = value.get<std::vector<std::string>>();
    answer.of_item.resize(answer.items.size() + 1);
  } else if (kind == "refused") {
    answer.refused = value.get<std::string>();
  } else if (kind == "begin") {
    answer.begun = std::min(value.get<std::size_t>(), answer.items.size());
    answer.doing.clear();
  } else if (kind == "doing") {
    answer.doing = value.get<std::string>();
  } else if (kind == "done") {
    answer.done = true;
  } else if (kind == "fail" || kind == "skip") {
    const std::size_t i = answer.begun.value_or(0);
    answer.of_item.resize(std::max(answer.of_item.size(), i + 1));
    answer.of_item[i].push_back({kind == "fail" ? Outcome::fail : Outcome::skip,
                                 i < answer.items.size() ? answer.items[i] : "", value.get<std::string>()});
  }
}

// The plugin shares the process, so that anything may stand in a line.
void take(const std::string& line, Answer& answer) {
  const json message = json::parse(line, nullptr, false);
  if (!message.is_object() || message.size() != 1) return;
  try {
    take_message(message.begin().key(), message.begin().value(), answer);
  } catch (const json::exception&) {
    return;  // not what a law says
  }
}

class Hunt {
 public:
  Hunt(const Settings& settings, const Law& law) : settings_(settings) { verdict_.law = &law; }

  Result<Verdict> library() {
    BYOM_TRY(const Answer answer, ask(0, 1));
    for (const auto& findings : answer.of_item) keep(findings);
    if (answer.died()) verdict_.findings.push_back(death(answer, ""));
    if (verdict_.findings.empty()) verdict_.passed = 1;
    return std::move(verdict_);
  }

  // Items [begin, …) in one process; where it dies, the culprit is found and the rest is asked anew.
  Result<Verdict> items() {
    std::size_t begin = 0;
    do {
      BYOM_TRY(const Answer answer, ask(begin, SIZE_MAX));
      if (!answer.begun) {  // not one item was reached
        verdict_.findings.push_back(
            {Outcome::skip, "",
             "the plugin could not be loaded" + (answer.refused.empty() ? "" : ": " + answer.refused)});
        break;
      }
      const std::size_t reached = *answer.begun, n = answer.items.size();
      if (n == 0 && !settings_.op.empty())
        return fail(exit_usage, "--op: the plugin has no operator or kernel '" + settings_.op + "'.");
      for (std::size_t i = begin; i < std::min(reached, n); ++i) settle(answer.of_item[i]);
      if (answer.died()) BYOM_CHECK_OK(find_culprit(answer, begin, reached));
      begin = reached + 1;
      n_items_ = n;
    } while (begin < n_items_);
    return std::move(verdict_);
  }

 private:
  Result<Answer> ask(std::size_t begin, std::size_t end) const {
    const Request request{
        settings_.file, verdict_.law->id, settings_.op, settings_.seed, settings_.python, begin, end};
    Answer answer;
    std::vector<std::string> words = request.words();
    words.insert(words.begin(), {"plugins", "law-process"});
    BYOM_TRY(answer.ending, watch(settings_.program, words, settings_.deadline,
                                  [&](const std::string& line) { take(line, answer); }));
    return answer;
  }

  [[nodiscard]] Finding death(const Answer& answer, const std::string& item) const {
    const bool hang = answer.ending.kind == Ending::Kind::deadline;
    const std::string where = answer.doing.empty() ? "" : answer.doing + ": ";
    return {hang ? Outcome::hang : Outcome::crash, item, where + answer.ending.text(settings_.deadline)};
  }

  void keep(const std::vector<Finding>& findings) {
    verdict_.findings.insert(verdict_.findings.end(), findings.begin(), findings.end());
  }

  // An item's findings when it came back; a failure makes its skips uninteresting.
  void settle(std::vector<Finding> findings) {
    const auto skips = [](const Finding& f) { return f.outcome == Outcome::skip; };
    if (!std::ranges::all_of(findings, skips)) std::erase_if(findings, skips);
    if (findings.empty()) ++verdict_.passed;
    keep(findings);
  }

  // What the item failed in before it died, then its death.
  Result<Done> die(const Answer& answer, std::size_t item, const std::string& name) {
    if (item < answer.of_item.size())
      for (const Finding& finding : answer.of_item[item])
        if (finding.outcome != Outcome::skip) verdict_.findings.push_back(finding);
    verdict_.findings.push_back(death(answer, name));
    return done;
  }

  // A hang names itself. A crash may be the late effect of an earlier item: if the last one survives alone,
  // each item before it is tried alone.
  Result<Done> find_culprit(const Answer& answer, std::size_t begin, std::size_t last) {
    const std::string name = last < answer.items.size() ? answer.items[last] : "";
    if (answer.ending.kind == Ending::Kind::deadline || begin == last || name.empty())
      return die(answer, last, name);
    BYOM_TRY(const Answer alone, ask(last, last + 1));
    if (alone.died()) return die(alone, last, name);
    settle(alone.of_item[last]);
    bool found = false;
    for (std::size_t i = begin; i < last; ++i) {
      BYOM_TRY(const Answer earlier, ask(i, i + 1));
      if (!earlier.died()) continue;
      verdict_.findings.push_back(death(earlier, answer.items[i]));
      found = true;
    }
    Finding finding = death(answer, name);
    finding.text += "; alone it survives: an operator before it has damaged the process";
    if (!found) verdict_.findings.push_back(finding);
    return done;
  }

  const Settings& settings_;
  Verdict verdict_;
  std::size_t n_items_ = 0;
};

// The laws that were asked for, in the order of the table.
Result<std::vector<const Law*>> chosen_laws(const std::vector<std::string>& ids) {
  std::vector<std::string> known;
  for (const Law& law : all_laws()) known.emplace_back(law.id);
  for (const std::string& id : ids)
    if (std::ranges::find(known, id) == known.end())
      return fail(exit_usage, "--law: no law is called '" + id + "'" + did_you_mean(id, known) +
                                  "; --list prints them all.");
  std::vector<const Law*> laws;
  for (const Law& law : all_laws())
    if (ids.empty() || std::ranges::find(ids, law.id) != ids.end()) laws.push_back(&law);
  return laws;
}

}  // namespace

bool Verdict::holds() const {
  return std::ranges::all_of(findings, [](const Finding& f) { return f.outcome == Outcome::skip; });
}

Result<std::vector<Verdict>> check(const Settings& settings) {
  BYOM_TRY(const std::vector<const Law*> laws, chosen_laws(settings.laws));
  std::vector<Result<Verdict>> results(laws.size(), Error{});
  ThreadPool pool;
  pool.parallel_for(laws.size(), 1, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t i = begin; i < end; ++i) {
      Hunt hunt(settings, *laws[i]);
      results[i] = laws[i]->op ? hunt.items() : hunt.library();
    }
  });
  std::vector<Verdict> verdicts;
  for (Result<Verdict>& result : results) {
    BYOM_TRY(verdicts.emplace_back(), std::move(result));
  }
  return verdicts;
}

}  // namespace byom::laws
