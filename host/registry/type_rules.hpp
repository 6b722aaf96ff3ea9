// Element types of a node's inputs: which ones its operator declares, and which inputs must have one type:
// those of a variadic formal, those that say "as NAME", and the weights of a layer, which have the type of
// its first input where that is a floating one.
#pragma once

#include <string>
#include <vector>

#include "host/registry/context.hpp"

namespace byom::registry {

// The formal that input `i` stands for: a variadic one stands for all from its place on. nullptr: none.
const byom_formal* formal_of(const byom_schema& schema, std::uint64_t i);
// "input 'x'"; the inputs of a variadic formal are counted from 0. `i` has a formal.
std::string input_text(const byom_schema& schema, std::uint64_t i);
// Types that `types` lists; all of them for "any" and for an empty text, none for "as NAME".
std::vector<std::int32_t> declared_types(const byom_formal& formal);
// What is wrong with the element types of a node's inputs, as far as they are known. One sentence each.
std::vector<std::string> type_violations(const Subject& subject);
// What cannot be understood in the declarations themselves. One sentence each.
std::vector<std::string> unclear_types(const byom_schema& schema);

}  // namespace byom::registry
