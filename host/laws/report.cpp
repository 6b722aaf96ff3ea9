// Verdicts as text and as JSON.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "host/laws/check.hpp"
#include "host/support/json_text.hpp"

namespace byom::laws {

namespace {

struct Counts {
  std::size_t passed = 0, failed = 0, skipped = 0;
};

// An item that breaks a law counts once, however often it does.
Counts count(const std::vector<Verdict>& verdicts) {
  Counts counts;
  for (const Verdict& verdict : verdicts) {
    counts.passed += verdict.passed;
    const Finding* last = nullptr;
    for (const Finding& finding : verdict.findings) {
      if (!last || last->item != finding.item)
        ++(finding.outcome == Outcome::skip ? counts.skipped : counts.failed);
      last = &finding;
    }
  }
  return counts;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

std::string line(const Settings& settings, const Law& law, const Finding& finding, std::size_t more) {
  std::string text = padded(name_of(finding.outcome), 6) + padded(law.id, 12);
  if (!finding.item.empty()) text += finding.item + ": ";
  text += finding.text;
  if (more > 0) text += " (and " + std::to_string(more) + " more; --verbose lists them)";
  if (finding.outcome != Outcome::skip) text += " [seed " + std::to_string(settings.seed) + "]";
  return text + "\n";
}

// One line for each item that fails; every finding when `verbose`.
std::string lines(const Settings& settings, const Verdict& verdict, bool verbose) {
  std::string text;
  const std::vector<Finding>& findings = verdict.findings;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (verbose) {
      text += line(settings, *verdict.law, findings[i], 0);
    } else if (findings[i].outcome != Outcome::skip) {
      const std::size_t first = i;
      while (i + 1 < findings.size() && findings[i + 1].item == findings[first].item) ++i;
      // What killed the process says most; it comes last.
      const bool died = findings[i].outcome == Outcome::crash || findings[i].outcome == Outcome::hang;
      text += line(settings, *verdict.law, findings[died ? i : first], i - first);
    }
  }
  return text;
}

}  // namespace

std::string text_report(const Settings& settings, const std::vector<Verdict>& verdicts, bool verbose) {
  std::string text;
  for (const Verdict& verdict : verdicts) {
    text += lines(settings, verdict, verbose);
    if (!verbose || verdict.passed == 0) continue;
    text +=
        padded("pass", 6) + padded(verdict.law->id, 12) +
        (verdict.law->op ? std::to_string(verdict.passed) + (verdict.passed == 1 ? " operator" : " operators")
                         : std::string("the library")) +
        ": " + verdict.law->summary + "\n";
  }
  const Counts counts = count(verdicts);
  return text + settings.file.filename().string() + ": " + std::to_string(counts.passed) + " passed, " +
         std::to_string(counts.failed) + " failed, " + std::to_string(counts.skipped) + " skipped by " +
         std::to_string(verdicts.size()) + (verdicts.size() == 1 ? " law" : " laws") + " (--seed " +
         std::to_string(settings.seed) + ")\n";
}

std::string json_report(const Settings& settings, const std::vector<Verdict>& verdicts) {
  using nlohmann::json;
  json laws = json::array();
  for (const Verdict& verdict : verdicts) {
    json findings = json::array();
    for (const Finding& finding : verdict.findings)
      findings.push_back(
          {{"outcome", name_of(finding.outcome)}, {"operator", finding.item}, {"text", finding.text}});
    laws.push_back({{"law", verdict.law->id},
                    {"summary", verdict.law->summary},
                    {"holds", verdict.holds()},
                    {"passed", verdict.passed},
                    {"findings", findings}});
  }
  const Counts counts = count(verdicts);
  const json all = {{"file", settings.file.string()}, {"seed", settings.seed},     {"passed", counts.passed},
                    {"failed", counts.failed},        {"skipped", counts.skipped}, {"laws", laws}};
  return json_text(all, 2) + "\n";
}

}  // namespace byom::laws
