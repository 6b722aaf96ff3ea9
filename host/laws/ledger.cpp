// Law: kernel and translation look at every attribute, optional input and optional output, or ignore it
// aloud.
#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"

namespace byom::laws {

namespace {

// A refusal for another reason says nothing about the ledger.
void keep_ledger_lines(const std::string& text, const std::string& name, Report& report) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    if (line.find(registry::not_looked_at) != std::string::npos) report.fail(name + ": " + line);
    begin = end + 1;
  }
}

void ask(const Question& question, const Item& item, const std::string& name, Report& report) {
  std::vector<std::string> ledger;
  if (item.kernel && !question.declined()) {
    (void)question.run({.session = nullptr, .memory = nullptr, .ledger = &ledger});
    for (const std::string& line : ledger) keep_ledger_lines(line, name, report);
  }
  if (!item.own || !item.op->table.translate) return;
  const auto made = question.translated(question.graph(Question::all_but_first));
  if (!made) keep_ledger_lines(made.error().text, name, report);
}

}  // namespace

void ledger(Bench& bench, const Item& item, Report& report) {
  for_each_example(bench, item, report,
                   [&](Question& question, const byom_example&, const std::string& name) {
                     ask(question, item, name, report);
                     // Defaults spelled out: an attribute that no example has is asked for as well.
                     Question stated = question;
                     stated.attributes = question.stated_attributes();
                     if (stated.attributes.size() > question.attributes.size())
                       ask(stated, item, name + ", defaults spelled out", report);
                   });
}

}  // namespace byom::laws
