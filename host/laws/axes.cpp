// Law: an axis counted from the end is the axis counted from the front.
#include <algorithm>
#include <set>

#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"

namespace byom::laws {

namespace {

bool names_axes(const std::string& name) {
  return name == "axis" || name == "axes";
}

// The attribute's axes counted the other way in a tensor of the rank; false where one is outside of it.
bool turned(ir::Attribute& attribute, std::int64_t rank) {
  std::vector<std::int64_t*> axes;
  if (auto* one = std::get_if<std::int64_t>(&attribute.value)) axes.push_back(one);
  if (auto* list = std::get_if<std::vector<std::int64_t>>(&attribute.value))
    for (std::int64_t& axis : *list) axes.push_back(&axis);
  for (std::int64_t* axis : axes) {
    if (*axis < -rank || *axis >= rank) return false;
    *axis += *axis < 0 ? rank : -rank;
  }
  return !axes.empty();
}

bool same(const std::vector<ir::Tensor>& a, const std::vector<ir::Tensor>& b) {
  return std::ranges::equal(a, b, [](const ir::Tensor& x, const ir::Tensor& y) {
    return x.dtype == y.dtype && (x.dtype == 0 || ir::same_content(x, y));
  });
}

// An axis may count those of the first input or of the output (where an operator adds axes): one must agree.
void try_attribute(const Question& question, const ir::Attribute& attribute,
                   const std::vector<ir::Tensor>& expected, const std::string& name, Report& report) {
  std::set<std::size_t> ranks;
  if (!question.inputs.empty()) ranks.insert(question.inputs[0].shape.size());
  if (!expected.empty()) ranks.insert(expected[0].shape.size());
  std::string difference;
  for (const std::size_t rank : ranks) {
    Question changed = question;
    std::erase_if(changed.attributes, [&](const ir::Attribute& a) { return a.name == attribute.name; });
    changed.attributes.push_back(attribute);
    if (!turned(changed.attributes.back(), static_cast<std::int64_t>(rank))) continue;
    const std::string where = name + ", " + ir::text(changed.attributes.back());
    report.doing(where);
    const auto computed = changed.run();
    if (!computed && !is_refusal(computed.error(), where, report)) return;
    if (!computed) continue;
    if (same(*computed, expected)) return;
    difference = where + ": output 0 is " + ir::text((*computed)[0]) + ", with " + ir::text(attribute) +
                 " it is " + ir::text(expected[0]);
  }
  if (!difference.empty()) report.fail(difference);
}

}  // namespace

void axes(Bench& bench, const Item& item, Report& report) {
  if (item.op->table.flags & BYOM_OP_RANDOM) return report.skip("its numbers are random");
  std::size_t tried = 0;
  for_each_run(bench, item, report, [&](Question& question, const byom_example&, const std::string& name) {
    const auto expected = question.run();
    if (!expected) return;  // what the law 'examples' says
    for (const ir::Attribute& attribute : question.stated_attributes()) {
      if (!names_axes(attribute.name)) continue;
      ++tried;
      try_attribute(question, attribute, *expected, name, report);
    }
  });
  if (tried == 0) report.skip("it has no attribute 'axis' or 'axes'");
}

}  // namespace byom::laws
