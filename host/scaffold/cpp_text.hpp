// Values as C++ source: string literals, and the schema of an operator that an installed plugin knows.
#pragma once

#include <set>
#include <string>

#include "host/registry/op_registry.hpp"

namespace byom::scaffold {

// A string literal, quotes included.
std::string cpp_string(const std::string& text);

// What an installed operator says about itself, as lines for a new operator of the same name.
struct KnownSchema {
  std::string since;            // "9, 13": the versions in which it changed
  std::string input, output;    // names of the first ones
  std::string lines;            // statements on `s`: further inputs and attributes; "  s.attr(...);\n" each
  std::set<std::string> names;  // of what the lines declare
};
KnownSchema known_schema(const registry::Op& op);
// How an attribute of the known operator is read: "node.real(\"alpha\")"; empty for one that is not there.
std::string accessor(const registry::Op& op, const std::string& attribute);

}  // namespace byom::scaffold
