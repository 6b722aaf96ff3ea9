// Law: where another plugin has the same operator, the JSON says which of both wins.
#include <algorithm>

#include "host/laws/laws.hpp"

namespace byom::laws {

void claims(const Target& target, Report& report) {
  report.doing("loading");
  const auto bench = open_bench(target);
  if (!bench) return report.skip(bench.error().text);
  const auto has = [](const std::vector<registry::Claim>& list, const registry::Claim& claim) {
    return std::ranges::find(list, claim) != list.end();
  };
  std::vector<registry::Claim> seen;  // an operator with several kernels is several items
  for (const Item& item : (*bench)->items) {
    const registry::Claim claim{item.op->domain(), item.op->type()};
    if (!item.own || has(seen, claim) || has(target.manifest.overrides, claim)) continue;
    seen.push_back(claim);
    for (const registry::Manifest& other : target.others)
      if (has(other.ops, claim) && !has(other.overrides, claim))
        report.fail("plugin '" + other.id + "' has " + registry::text(claim) +
                    ", too, and neither overrides the other: a model that has it is refused; name it in "
                    "OVERRIDES of tao_byom_add_plugin");
  }
}

}  // namespace byom::laws
