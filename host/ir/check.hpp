// What makes a graph legal: one table of rules, checked after reading and, in debug runs, after each pass.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/ir/graph.hpp"

namespace byom::ir {

struct Rule {
  std::string_view id;
  std::string_view states;  // the rule as a sentence
  void (*violations)(const Graph& graph, std::vector<std::string>& found);
};

struct Violation {
  std::string_view rule;  // Rule::id
  std::string text;       // names the node or value
};

std::span<const Rule> rules();
// Every violation of every rule, in the order of the table; bodies included. When ids dangle, only those are
// reported, since no other rule can be asked.
std::vector<Violation> check(const Graph& graph);

}  // namespace byom::ir
