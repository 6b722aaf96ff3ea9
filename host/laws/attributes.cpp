// Law: attributes with absurd values are computed or refused with a reason.
#include <cmath>
#include <limits>

#include "host/laws/capped_memory.hpp"
#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"

namespace byom::laws {

namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<float>;

// In place of each element in turn, no element, and one more.
template <class T>
std::vector<std::vector<T>> absurd_lists(const std::vector<T>& list, const std::vector<T>& absurd) {
  std::vector<std::vector<T>> lists = {{}};
  for (std::size_t i = 0; i < list.size(); ++i)
    for (const T value : absurd) {
      lists.push_back(list);
      lists.back()[i] = value;
    }
  lists.push_back(list);
  lists.back().push_back(list.empty() ? T{} : list.back());
  return lists;
}

// Every absurd value of the attribute's own type.
std::vector<ir::Attribute> absurd(const ir::Attribute& attribute) {
  using Whole = std::numeric_limits<std::int64_t>;
  const Integers integers = {Whole::min(), -1, 0, 1, std::numeric_limits<std::int32_t>::max(), Whole::max()};
  const Reals reals = {0, -1, std::numeric_limits<float>::infinity(), NAN, std::numeric_limits<float>::max()};
  std::vector<ir::Attribute> all;
  const auto add = [&](const auto& value) { all.push_back({attribute.name, value}); };
  if (std::holds_alternative<std::int64_t>(attribute.value))
    for (const std::int64_t value : integers) add(value);
  if (std::holds_alternative<float>(attribute.value))
    for (const float value : reals) add(value);
  if (std::holds_alternative<std::string>(attribute.value)) add(std::string("absurd"));
  if (const auto* list = std::get_if<Integers>(&attribute.value))
    for (const Integers& value : absurd_lists(*list, integers)) add(value);
  if (const auto* list = std::get_if<Reals>(&attribute.value))
    for (const Reals& value : absurd_lists(*list, reals)) add(value);
  return all;
}

void ask(const Question& question, const Item& item, const std::string& name, Report& report) {
  if (item.kernel) {
    ask_capped(question, name, report);
  } else if (item.own) {
    report.doing(name);
    const auto stated = question.infer(question.graph(Question::all_but_first));
    if (!stated) is_refusal(stated.error(), name, report);
  }
  if (!item.own || !item.op->table.translate) return;
  report.doing(name + ", translated");
  const auto made = question.translated(question.graph(Question::all_but_first));
  if (!made) is_refusal(made.error(), name, report);
}

}  // namespace

void attributes(Bench& bench, const Item& item, Report& report) {
  for_each_example(
      bench, item, report, [&](Question& question, const byom_example&, const std::string& name) {
        if (item.kernel && question.declined()) return;
        for (const ir::Attribute& attribute : question.stated_attributes()) {
          for (const ir::Attribute& value : absurd(attribute)) {
            Question changed = question;
            std::erase_if(changed.attributes, [&](const ir::Attribute& a) { return a.name == value.name; });
            changed.attributes.push_back(value);
            ask(changed, item, name + ", " + ir::text(value), report);
          }
        }
      });
}

}  // namespace byom::laws
