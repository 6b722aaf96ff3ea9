// The few numbers that `tao_byom run` shows of a large tensor.
#include "host/verify/statistics.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "tests/support/tensor_of.hpp"

using namespace byom;

namespace {

template <class T>
verify::Statistics of(std::int32_t dtype, const std::vector<T>& elements) {
  const auto statistics = verify::statistics(test::tensor_of(dtype, elements));
  REQUIRE(statistics);
  return *statistics;
}

void check(const verify::Statistics& statistics, double lowest, double highest, double mean,
           std::int64_t nans = 0) {
  CHECK(statistics.lowest == lowest);
  CHECK(statistics.highest == highest);
  CHECK(statistics.mean == mean);
  CHECK(statistics.nans == nans);
}

}  // namespace

TEST_CASE("Statistics: every type of numbers has a lowest, a highest and a mean") {
  check(of<float>(BYOM_FLOAT, {2, 3, 7}), 2, 7, 4);
  check(of<double>(BYOM_DOUBLE, {-2, -3, -7}), -7, -2, -4);
  check(of<std::uint16_t>(BYOM_FLOAT16, {0xc000, 0x4400, 0x3c00}), -2, 4, 1);
  check(of<std::uint16_t>(BYOM_BFLOAT16, {0xc000, 0x4080, 0x3f80}), -2, 4, 1);
  check(of<std::int8_t>(BYOM_INT8, {-128, 127, 4}), -128, 127, 1);
  check(of<std::uint8_t>(BYOM_UINT8, {255, 0, 3}), 0, 255, 86);
  check(of<std::int16_t>(BYOM_INT16, {-300, 300, 3}), -300, 300, 1);
  check(of<std::uint16_t>(BYOM_UINT16, {0xffff, 0}), 0, 65535, 32767.5);
  check(of<std::int32_t>(BYOM_INT32, {-70000, 70000, 3}), -70000, 70000, 1);
  check(of<std::uint32_t>(BYOM_UINT32, {0xffffffff, 1}), 1, 4294967295, 2147483648);
  check(of<std::int64_t>(BYOM_INT64, {-5000000000, 5000000000, 3}), -5e9, 5e9, 1);
  check(of<std::uint64_t>(BYOM_UINT64, {std::uint64_t{1} << 63, 0}), 0, 0x1p63, 0x1p62);
  check(of<std::uint8_t>(BYOM_BOOL, {1, 0, 0, 0}), 0, 1, 0.25);
}

TEST_CASE("Statistics: NaN is counted apart, infinity is a number") {
  const float nan = std::nanf(""), infinity = std::numeric_limits<float>::infinity();
  check(of<float>(BYOM_FLOAT, {nan, 3, nan, 1}), 1, 3, 2, 2);
  check(of<float>(BYOM_FLOAT, {1, -infinity}), -infinity, 1, -infinity);
  CHECK(of<float>(BYOM_FLOAT, {nan}).numbers == 0);
  CHECK(of<float>(BYOM_FLOAT, {}).numbers == 0);
}

TEST_CASE("Statistics: strings have none") {
  const std::vector<std::string> texts = {"a"};
  CHECK_FALSE(verify::statistics(ir::make_strings(texts, {1})));
}
