// Laws applied to the operators of the plugin `lawbreakers`, in this process.
#pragma once

#include <string>
#include <vector>

namespace byom::test {

struct Judgement {
  std::vector<std::string> failures, skips;
  std::string asked_last;

  // Whether some failure has the text in it.
  [[nodiscard]] bool fails_with(const std::string& text) const;
  [[nodiscard]] bool holds() const { return failures.empty() && skips.empty(); }
};

// What the law says of the operator `test::TYPE`.
Judgement judged(const std::string& law, const std::string& type);

}  // namespace byom::test
