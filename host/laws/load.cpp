// Law: the library can be loaded, twice, and says the same both times.
#include "host/laws/laws.hpp"

namespace byom::laws {

void load(const Target& target, Report& report) {
  report.doing("loading");
  const auto bench = open_bench(target);
  if (!bench) return report.fail(bench.error().text);
  for (const std::string& note : (*bench)->registry->notes())
    if (note.find("overrides") == std::string::npos) report.fail(note);
  if ((*bench)->items.empty() && (*bench)->registry->manifests().front().patterns == 0)
    report.fail("the plugin has neither operators nor kernels nor patterns");
}

}  // namespace byom::laws
