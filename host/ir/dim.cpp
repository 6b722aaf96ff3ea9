// Arithmetic of extents, and the table that gives equal expressions equal symbols.
#include "host/ir/dim.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace byom::ir {
namespace {

__extension__ typedef __int128 Wide;

// `numerator / denominator` rounded down; denominator not 0.
Wide floor_div(Wide numerator, Wide denominator) {
  const Wide quotient = numerator / denominator;
  return numerator % denominator != 0 && (numerator < 0) != (denominator < 0) ? quotient - 1 : quotient;
}

// `a op b`; false for a division by zero. 128 bits hold every result of 64-bit operands.
bool compute(std::int32_t op, Wide a, Wide b, Wide& out) {
  switch (op) {
    case BYOM_DIM_ADD:
      out = a + b;
      return true;
    case BYOM_DIM_SUB:
      out = a - b;
      return true;
    case BYOM_DIM_MUL:
      out = a * b;
      return true;
    case BYOM_DIM_FLOOR_DIV:
      out = b == 0 ? 0 : floor_div(a, b);
      return b != 0;
    case BYOM_DIM_CEIL_DIV:
      out = b == 0 ? 0 : -floor_div(-a, b);
      return b != 0;
    case BYOM_DIM_MIN:
      out = std::min(a, b);
      return true;
    case BYOM_DIM_MAX:
      out = std::max(a, b);
      return true;
    default:
      return false;
  }
}

bool fits(Wide number) {
  return number >= std::numeric_limits<std::int64_t>::min() &&
         number <= std::numeric_limits<std::int64_t>::max();
}

// value x symbol, where the value fits; 0 x symbol is the number 0.
bool make(Wide value, std::uint32_t symbol, Dim& out) {
  if (!fits(value)) return false;
  out = {static_cast<std::int64_t>(value), value == 0 ? 0 : symbol, 0};
  return true;
}

bool is_division(std::int32_t op) {
  return op == BYOM_DIM_FLOOR_DIV || op == BYOM_DIM_CEIL_DIV;
}

}  // namespace

Symbols::Symbols() : names_{"1", "N"}, made_(2) {}

std::uint32_t Symbols::named(const std::string& name) {
  const auto [at, is_new] = by_name_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
  if (is_new) {
    names_.push_back(name);
    made_.emplace_back();
  }
  return at->second;
}

// Rules that leave no new symbol. 1: `out` is the result, 0: there is no value, -1: no rule fits.
int Symbols::simplify(std::int32_t op, const Dim& a, const Dim& b, Dim& out) {
  Wide value = 0;
  const bool same = a.symbol == b.symbol;
  if (is_division(op) && b.value == 0) return 0;
  if (same && op != BYOM_DIM_MUL) {
    if (!compute(op, a.value, b.value, value)) return 0;
    // A quotient of multiples of one symbol is a number.
    return make(value, is_division(op) ? 0 : a.symbol, out) ? 1 : 0;
  }
  if (op == BYOM_DIM_MUL && (is_number(a) || is_number(b))) {
    const std::uint32_t symbol = std::max(a.symbol, b.symbol);
    return make(Wide{a.value} * b.value, symbol, out) && fits(Wide{out.value} * blocks(out)) ? 1 : 0;
  }
  if (op == BYOM_DIM_ADD && a.value == 0) return out = b, 1;
  if ((op == BYOM_DIM_ADD || op == BYOM_DIM_SUB) && b.value == 0) return out = a, 1;
  if (is_division(op) && is_number(b) && Wide{a.value} % b.value == 0)
    return make(Wide{a.value} / b.value, a.symbol, out) ? 1 : 0;
  return -1;
}

std::int64_t Symbols::blocks(const Dim& dim) const {
  if (dim.symbol >= made_.size() || !made_[dim.symbol]) return 1;
  const auto& [op, value, symbol, count, none] = *made_[dim.symbol];
  return op == BYOM_DIM_IN_BLOCKS ? count : 1;
}

Dim Symbols::plain(const Dim& dim) const {
  const std::int64_t count = blocks(dim);
  return count == 1 ? dim : Dim{dim.value * count, std::get<2>(*made_[dim.symbol]), 0};
}

// v x s in b blocks is v/b times the symbol "b blocks of s", whose extent is b x s.
bool Symbols::in_blocks(const Dim& extent, const Dim& blocks, Dim& out) {
  const Dim all = plain(extent);
  if (!is_number(blocks) || blocks.value < 1 || all.value % blocks.value != 0) return false;
  if (is_number(all) || blocks.value == 1) return out = all, true;
  return make(all.value / blocks.value, interned({BYOM_DIM_IN_BLOCKS, 1, all.symbol, blocks.value, 0}), out);
}

bool Symbols::apply(std::int32_t op, const Dim& given_a, const Dim& given_b, Dim& out) {
  if (op == BYOM_DIM_IN_BLOCKS) return in_blocks(given_a, given_b, out);
  if (op == BYOM_DIM_PLAIN) return out = plain(given_a), true;
  if (op < BYOM_DIM_ADD || op > BYOM_DIM_MAX) return false;
  Dim a = given_a;
  Dim b = given_b;
  if (a.value == 0) a.symbol = 0;
  if (b.value == 0) b.symbol = 0;
  if (const int rule = simplify(op, a, b, out); rule >= 0) return rule == 1;

  if (op == BYOM_DIM_SUB && is_number(b)) {  // h - 2 and h + -2 are one expression
    if (b.value == std::numeric_limits<std::int64_t>::min()) return false;
    op = BYOM_DIM_ADD;
    b.value = -b.value;
  }
  const bool commutes = op == BYOM_DIM_ADD || op == BYOM_DIM_MUL || op == BYOM_DIM_MIN || op == BYOM_DIM_MAX;
  // Numbers stand last, so that sums of numbers can be found.
  if (commutes &&
      (is_number(a) || (!is_number(b) && std::pair(a.symbol, a.value) > std::pair(b.symbol, b.value))))
    std::swap(a, b);
  if (op == BYOM_DIM_ADD && is_number(b) && a.value == 1) {
    // (x + c) + d is x + (c + d).
    const auto& inner = made_[a.symbol];
    if (inner && std::get<0>(*inner) == BYOM_DIM_ADD && std::get<4>(*inner) == 0) {
      const auto [inner_op, value, symbol, constant, none] = *inner;
      Dim sum;
      return make(Wide{constant} + b.value, 0, sum) && apply(BYOM_DIM_ADD, {value, symbol, 0}, sum, out);
    }
  }
  if (op == BYOM_DIM_MUL) {  // (2 x h) * (3 x w) is 6 x (h * w)
    Wide value = Wide{a.value} * b.value;
    a.value = b.value = 1;
    return make(value, interned({op, 1, a.symbol, 1, b.symbol}), out);
  }
  return make(1, interned({op, a.value, a.symbol, b.value, b.symbol}), out);
}

std::uint32_t Symbols::interned(const Expression& expression) {
  const auto [at, is_new] = expressions_.try_emplace(expression, static_cast<std::uint32_t>(names_.size()));
  if (!is_new) return at->second;
  const auto& [op, a_value, a_symbol, b_value, b_symbol] = expression;
  const std::string a = text({a_value, a_symbol, 0});
  const std::string b = text({b_value, b_symbol, 0});
  switch (op) {
    case BYOM_DIM_ADD:
      names_.push_back("(" + a + (b_symbol == 0 && b_value < 0 ? "" : "+") + b + ")");
      break;
    case BYOM_DIM_SUB:
      names_.push_back("(" + a + "-" + b + ")");
      break;
    case BYOM_DIM_MUL:
      names_.push_back(a + "*" + b);
      break;
    case BYOM_DIM_FLOOR_DIV:
      names_.push_back("floor(" + a + "/" + b + ")");
      break;
    case BYOM_DIM_CEIL_DIV:
      names_.push_back("ceil(" + a + "/" + b + ")");
      break;
    case BYOM_DIM_IN_BLOCKS:
      names_.push_back(b + " blocks of " + a);
      break;
    default:
      names_.push_back((op == BYOM_DIM_MIN ? "min(" : "max(") + a + "," + b + ")");
  }
  made_.emplace_back(expression);
  return at->second;
}

std::string Symbols::text(const Dim& dim) const {
  if (is_number(dim) || dim.value == 0) return std::to_string(dim.value);
  std::string name = dim.symbol < names_.size() ? names_[dim.symbol] : "symbol " + std::to_string(dim.symbol);
  if (dim.value == 1) return name;
  const std::int64_t count = blocks(dim);
  if (count == 1) return std::to_string(dim.value) + "*" + name;
  return std::to_string(count) + " blocks of " + text({dim.value, std::get<2>(*made_[dim.symbol]), 0});
}

}  // namespace byom::ir
