// The text of a pattern, read: a small graph of calls whose leaves are bound names, numbers, or left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <byom/result.hpp>

namespace byom::passes {

// A number as written; `whole`: without point or exponent, so that it stands for integers as well.
struct PatternNumber {
  double real = 0;
  std::int64_t integer = 0;
  bool whole = false;
};

struct PatternAttribute {
  std::string name;
  std::variant<PatternNumber, std::vector<PatternNumber>, std::string, std::vector<std::string>> value;
};

struct Term {
  enum class Kind { tensor, constant, number, absent, call };
  Kind kind = Kind::absent;
  std::size_t index = 0;  // of Pattern::bound (tensor, constant) or Pattern::calls (call)
  PatternNumber number;
};

struct Call {
  std::string domain, type;  // "" is ONNX's own
  std::vector<Term> inputs;
  std::vector<PatternAttribute> attributes;
  std::string where;  // "line 2, column 7"
};

struct PatternText {
  std::vector<Call> calls;  // a call stands behind those it reads; the last one makes the output
  std::vector<std::string>
      bound;  // in order of first appearance: the inputs of the operator that replaces it
};

// text      = statement+
// statement = name "=" call
// call      = [domain "::"] Type "(" [term {"," term}] ")" ["{" [name "=" value {"," name "=" value}] "}"]
// term      = name | "?" name | number | "_" | call
// value     = number | string | "[" numbers "]" | "[" strings "]"           string = "..." or '...'
// A name on the left of "=" is that call's output wherever it is read later. Another bare name binds a tensor
// that the model computes, ?name a constant; a name read twice must be the same tensor in both places. A
// number is a constant of one element, "_" an input that is left out. "#" begins a comment.
// Error text: "line 2, column 7: what is wrong and the way out".
Result<PatternText> read_pattern(std::string_view text);

}  // namespace byom::passes
