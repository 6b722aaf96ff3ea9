// Numbers of one type as another: the same, or refused.
#include "host/verify/as_type.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "host/support/half.hpp"
#include "tests/support/tensor_of.hpp"

using namespace byom;

namespace {

template <class To, class From>
std::vector<To> converted(std::int32_t to, std::int32_t from, const std::vector<From>& elements) {
  const auto result = verify::as_type(test::tensor_of(from, elements), to);
  if (!result) return {};
  CHECK(result->dtype == to);
  const auto numbers = result->template elements<To>();
  return {numbers.begin(), numbers.end()};
}

}  // namespace

TEST_CASE("As another type: numbers that it holds") {
  CHECK(converted<float, std::uint8_t>(BYOM_FLOAT, BYOM_UINT8, {0, 255}) == std::vector<float>{0, 255});
  CHECK(converted<std::int32_t, std::int64_t>(BYOM_INT32, BYOM_INT64, {-7, 7}) == std::vector{-7, 7});
  CHECK(converted<std::int64_t, double>(BYOM_INT64, BYOM_DOUBLE, {-3, 0x1p62}) ==
        std::vector<std::int64_t>{-3, std::int64_t{1} << 62});
  CHECK(converted<float, std::uint8_t>(BYOM_FLOAT, BYOM_BOOL, {1}) == std::vector<float>{1});
}

TEST_CASE("As another type: a number that would become another one is refused") {
  CHECK(converted<std::uint8_t, std::int64_t>(BYOM_UINT8, BYOM_INT64, {1, 256}).empty());
  CHECK(converted<std::uint64_t, std::int64_t>(BYOM_UINT64, BYOM_INT64, {-1}).empty());
  CHECK(converted<std::int32_t, float>(BYOM_INT32, BYOM_FLOAT, {0.5F}).empty());
  CHECK(converted<std::int32_t, float>(BYOM_INT32, BYOM_FLOAT, {std::nanf("")}).empty());
  CHECK(converted<std::int64_t, double>(BYOM_INT64, BYOM_DOUBLE, {0x1p63}).empty());
  CHECK(converted<float, std::int32_t>(BYOM_FLOAT, BYOM_INT32, {16777217}).empty());
  CHECK(converted<std::uint8_t, std::uint8_t>(BYOM_BOOL, BYOM_UINT8, {0, 1}) ==
        std::vector<std::uint8_t>{0, 1});
  CHECK(converted<std::uint8_t, std::int32_t>(BYOM_BOOL, BYOM_INT32, {2}).empty());
  const std::vector<std::string> texts = {"1"};
  CHECK_FALSE(verify::as_type(ir::make_strings(texts, {1}), BYOM_FLOAT));
  CHECK_FALSE(verify::as_type(test::tensor_of<float>(BYOM_FLOAT, {1}), BYOM_STRING));
}

TEST_CASE("As another type: floats are rounded to floats of fewer digits, never to infinity") {
  CHECK(converted<float, double>(BYOM_FLOAT, BYOM_DOUBLE, {0.1, -0.1}) == std::vector{0.1F, -0.1F});
  CHECK(converted<float, double>(BYOM_FLOAT, BYOM_DOUBLE, {1e300}).empty());
  CHECK(converted<std::uint16_t, float>(BYOM_FLOAT16, BYOM_FLOAT, {0.5F}) == std::vector{to_half(0.5)});
  CHECK(converted<std::uint16_t, float>(BYOM_FLOAT16, BYOM_FLOAT, {70000}).empty());
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(converted<float, double>(BYOM_FLOAT, BYOM_DOUBLE, {-infinity}) ==
        std::vector{-std::numeric_limits<float>::infinity()});
  CHECK(std::isnan(converted<float, double>(BYOM_FLOAT, BYOM_DOUBLE, {std::nan("")}).front()));
}
