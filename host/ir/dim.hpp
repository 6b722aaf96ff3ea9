// Extents: value x symbol, with the symbols interned in one table per conversion.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <byom/plugin.h>

namespace byom::ir {

using Dim = byom_dim;

inline Dim number(std::int64_t value) {
  return {value, 0, 0};
}
inline bool is_number(const Dim& dim) {
  return dim.symbol == 0;
}
inline bool same_dim(const Dim& a, const Dim& b) {
  return a.value == b.value && (a.symbol == b.symbol || a.value == 0);
}

// Symbol 0 is the number 1, symbol BYOM_BATCH the batch. Every other symbol is a name from the model or an
// expression `a op b`; equal expressions get equal symbols.
class Symbols {
 public:
  Symbols();
  // The symbol of a named free extent ("height"); the same name gives the same symbol.
  std::uint32_t named(const std::string& name);
  // `a op b` with op of BYOM_DIM_*: a number, a multiple of one symbol, or a new symbol. Division by zero and
  // overflow give no value.
  bool apply(std::int32_t op, const Dim& a, const Dim& b, Dim& out);
  // The extent with all elements of one sample side by side, and the blocks (1: it is that extent) in which
  // it holds the samples instead.
  [[nodiscard]] Dim plain(const Dim& dim) const;
  [[nodiscard]] std::int64_t blocks(const Dim& dim) const;
  [[nodiscard]] std::string text(const Dim& dim) const;  // "3", "N", "12*N", "floor(h/2)", "5 blocks of N"

 private:
  using Expression = std::tuple<std::int32_t, std::int64_t, std::uint32_t, std::int64_t, std::uint32_t>;
  int simplify(std::int32_t op, const Dim& a, const Dim& b, Dim& out);
  bool in_blocks(const Dim& extent, const Dim& blocks, Dim& out);
  std::uint32_t interned(const Expression& expression);
  std::vector<std::string> names_;
  std::vector<std::optional<Expression>> made_;  // by symbol; empty for names
  std::map<std::string, std::uint32_t> by_name_;
  std::map<Expression, std::uint32_t> expressions_;
};

}  // namespace byom::ir
