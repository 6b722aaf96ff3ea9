// Tests of symbolic extents.
#include "host/ir/dim.hpp"

#include <limits>

#include <doctest/doctest.h>

using namespace byom::ir;

namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();

struct Table {
  Symbols symbols;
  Dim h{1, symbols.named("h"), 0};
  Dim w{1, symbols.named("w"), 0};
  Dim n{1, BYOM_BATCH, 0};

  std::string text(std::int32_t op, Dim a, Dim b) {
    Dim out{};
    return symbols.apply(op, a, b, out) ? symbols.text(out) : "none";
  }
  Dim of(std::int32_t op, Dim a, Dim b) {
    Dim out{};
    REQUIRE(symbols.apply(op, a, b, out));
    return out;
  }
};

Dim times(std::int64_t value, Dim dim) {
  return {value, dim.symbol, 0};
}

}  // namespace

TEST_CASE("numbers are computed, overflow and division by zero give no value") {
  Table t;
  CHECK(t.text(BYOM_DIM_ADD, number(2), number(3)) == "5");
  CHECK(t.text(BYOM_DIM_SUB, number(2), number(3)) == "-1");
  CHECK(t.text(BYOM_DIM_MUL, number(2), number(3)) == "6");
  CHECK(t.text(BYOM_DIM_FLOOR_DIV, number(7), number(2)) == "3");
  CHECK(t.text(BYOM_DIM_FLOOR_DIV, number(-7), number(2)) == "-4");
  CHECK(t.text(BYOM_DIM_CEIL_DIV, number(7), number(2)) == "4");
  CHECK(t.text(BYOM_DIM_CEIL_DIV, number(-7), number(2)) == "-3");
  CHECK(t.text(BYOM_DIM_MIN, number(7), number(2)) == "2");
  CHECK(t.text(BYOM_DIM_MAX, number(7), number(2)) == "7");
  CHECK(t.text(BYOM_DIM_ADD, number(largest), number(1)) == "none");
  CHECK(t.text(BYOM_DIM_SUB, number(smallest), number(1)) == "none");
  CHECK(t.text(BYOM_DIM_MUL, number(std::int64_t{1} << 32), number(std::int64_t{1} << 32)) == "none");
  CHECK(t.text(BYOM_DIM_FLOOR_DIV, number(smallest), number(-1)) == "none");
  CHECK(t.text(BYOM_DIM_FLOOR_DIV, number(1), number(0)) == "none");
  CHECK(t.text(BYOM_DIM_CEIL_DIV, t.h, number(0)) == "none");
  CHECK(t.text(BYOM_DIM_MUL, times(largest, t.h), number(2)) == "none");
  CHECK(t.text(9, number(1), number(1)) == "none");
}

TEST_CASE("multiples of one symbol stay multiples of it") {
  Table t;
  CHECK(t.text(BYOM_DIM_MUL, t.n, number(12)) == "12*N");
  CHECK(t.text(BYOM_DIM_MUL, number(12), times(2, t.n)) == "24*N");
  CHECK(t.text(BYOM_DIM_ADD, times(2, t.h), times(3, t.h)) == "5*h");
  CHECK(t.text(BYOM_DIM_SUB, t.h, t.h) == "0");
  CHECK(is_number(t.of(BYOM_DIM_SUB, t.h, t.h)));
  CHECK(t.text(BYOM_DIM_FLOOR_DIV, times(64, t.n), number(16)) == "4*N");
  CHECK(t.text(BYOM_DIM_FLOOR_DIV, times(12, t.n), times(4, t.n)) == "3");
  CHECK(t.text(BYOM_DIM_CEIL_DIV, times(13, t.n), times(4, t.n)) == "4");
  CHECK(t.text(BYOM_DIM_MIN, times(2, t.h), times(3, t.h)) == "2*h");
  CHECK(t.text(BYOM_DIM_MUL, t.h, number(0)) == "0");
  CHECK(t.text(BYOM_DIM_ADD, t.h, number(0)) == "h");
  CHECK(t.text(BYOM_DIM_ADD, number(0), t.h) == "h");
  CHECK(t.text(BYOM_DIM_SUB, t.h, number(0)) == "h");
}

TEST_CASE("equal expressions get equal symbols, different ones do not") {
  Table t;
  CHECK(t.symbols.named("h") == t.h.symbol);
  CHECK(same_dim(t.of(BYOM_DIM_ADD, t.h, t.w), t.of(BYOM_DIM_ADD, t.w, t.h)));
  CHECK(same_dim(t.of(BYOM_DIM_MUL, times(2, t.h), times(3, t.w)), t.of(BYOM_DIM_MUL, times(6, t.w), t.h)));
  CHECK(t.text(BYOM_DIM_MUL, times(2, t.h), times(3, t.w)) == "6*h*w");
  CHECK(same_dim(t.of(BYOM_DIM_FLOOR_DIV, t.h, number(2)), t.of(BYOM_DIM_FLOOR_DIV, t.h, number(2))));
  CHECK_FALSE(same_dim(t.of(BYOM_DIM_FLOOR_DIV, t.h, number(2)), t.of(BYOM_DIM_CEIL_DIV, t.h, number(2))));
  CHECK_FALSE(same_dim(t.of(BYOM_DIM_SUB, t.h, t.w), t.of(BYOM_DIM_SUB, t.w, t.h)));
  CHECK_FALSE(same_dim(t.of(BYOM_DIM_FLOOR_DIV, t.h, t.w), t.of(BYOM_DIM_FLOOR_DIV, t.w, t.h)));
  CHECK(t.text(BYOM_DIM_FLOOR_DIV, t.h, number(2)) == "floor(h/2)");
  CHECK(t.text(BYOM_DIM_CEIL_DIV, times(3, t.h), number(2)) == "ceil(3*h/2)");
  CHECK(t.text(BYOM_DIM_MAX, t.h, number(2)) == "max(h,2)");
}

TEST_CASE("sums with numbers are gathered, so that padding and cropping cancel") {
  Table t;
  const Dim padded = t.of(BYOM_DIM_ADD, t.h, number(2));
  CHECK(t.symbols.text(padded) == "(h+2)");
  CHECK(t.text(BYOM_DIM_SUB, padded, number(2)) == "h");
  CHECK(t.text(BYOM_DIM_SUB, padded, number(3)) == "(h-1)");
  CHECK(same_dim(t.of(BYOM_DIM_SUB, padded, number(3)), t.of(BYOM_DIM_SUB, t.h, number(1))));
  CHECK(same_dim(t.of(BYOM_DIM_ADD, number(2), t.h), padded));
  CHECK(t.text(BYOM_DIM_SUB, number(2), t.h) == "(2-h)");
  CHECK(t.text(BYOM_DIM_ADD, padded, number(largest)) == "none");
  CHECK(t.text(BYOM_DIM_SUB, t.h, number(smallest)) == "none");
}

TEST_CASE("an extent in blocks is another one than the plain extent, and knows it") {
  Table t;
  const Dim blocks = t.of(BYOM_DIM_IN_BLOCKS, times(20, t.n), number(5));
  CHECK(t.symbols.text(blocks) == "5 blocks of 4*N");
  CHECK(t.symbols.blocks(blocks) == 5);
  CHECK_FALSE(same_dim(blocks, times(20, t.n)));
  CHECK(same_dim(t.symbols.plain(blocks), times(20, t.n)));
  CHECK(same_dim(t.of(BYOM_DIM_PLAIN, blocks, blocks), times(20, t.n)));
  CHECK(same_dim(t.of(BYOM_DIM_IN_BLOCKS, times(10, t.n), number(5)),
                 t.of(BYOM_DIM_FLOOR_DIV, blocks, number(2))));
  CHECK(t.text(BYOM_DIM_IN_BLOCKS, blocks, number(2)) == "2 blocks of 10*N");
  CHECK(t.text(BYOM_DIM_IN_BLOCKS, blocks, number(1)) == "20*N");
  CHECK(t.text(BYOM_DIM_MUL, blocks, number(3)) == "5 blocks of 12*N");
}

TEST_CASE("numbers have no blocks, and blocks divide the extent") {
  Table t;
  CHECK(t.text(BYOM_DIM_IN_BLOCKS, number(20), number(5)) == "20");
  CHECK(t.text(BYOM_DIM_PLAIN, number(20), number(0)) == "20");
  CHECK(t.symbols.blocks(t.of(BYOM_DIM_ADD, t.h, t.n)) == 1);
  CHECK(t.text(BYOM_DIM_IN_BLOCKS, times(20, t.n), number(3)) == "none");
  CHECK(t.text(BYOM_DIM_IN_BLOCKS, times(20, t.n), number(0)) == "none");
  CHECK(t.text(BYOM_DIM_IN_BLOCKS, times(20, t.n), t.h) == "none");
  const Dim blocks = t.of(BYOM_DIM_IN_BLOCKS, times(4, t.n), number(4));
  CHECK(t.text(BYOM_DIM_MUL, blocks, number(largest / 2)) == "none");
}
