// What counts as equal: floats within the tolerance, everything else exactly.
#include "host/verify/compare.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "host/support/half.hpp"
#include "tests/support/tensor_of.hpp"

using namespace byom;

namespace {

template <class T>
verify::Difference difference(std::int32_t dtype, T a, T b, double tolerance = 1e-4) {
  return verify::compare(test::tensor_of<T>(dtype, {a}), test::tensor_of<T>(dtype, {b}), tolerance);
}

}  // namespace

TEST_CASE("Compare: a float may be off by the tolerance and by 0.00001 of the reference") {
  CHECK(difference<float>(BYOM_FLOAT, 9e-5F, 0).within);
  CHECK_FALSE(difference<float>(BYOM_FLOAT, 1.1e-4F, 0).within);
  CHECK(difference<double>(BYOM_DOUBLE, 100.001, 100, 1e-4).within);
  CHECK_FALSE(difference<double>(BYOM_DOUBLE, 100.002, 100, 1e-4).within);
  CHECK(difference<double>(BYOM_DOUBLE, 3, 1, 2).largest == 2);
}

TEST_CASE("Compare: NaN equals NaN, infinity the same infinity, and neither a number") {
  const float nan = std::nanf(""), infinity = std::numeric_limits<float>::infinity();
  CHECK(difference(BYOM_FLOAT, nan, nan).within);
  CHECK(difference(BYOM_FLOAT, infinity, infinity).within);
  for (const auto& [a, b] :
       {std::pair{nan, 1.0F}, {1.0F, nan}, {infinity, 1.0F}, {1.0F, infinity}, {infinity, -infinity}}) {
    CHECK_FALSE(difference(BYOM_FLOAT, a, b).within);
    CHECK(std::isinf(difference(BYOM_FLOAT, a, b).largest));
  }
}

TEST_CASE("Compare: short floats are compared as the numbers they are") {
  CHECK(difference(BYOM_FLOAT16, to_half(0x1p-14), to_half(0x1p-14 + 0x1p-24)).within);
  CHECK(difference(BYOM_FLOAT16, to_half(2), to_half(1)).largest == 1);
  CHECK_FALSE(difference(BYOM_BFLOAT16, to_bfloat16(2), to_bfloat16(1)).within);
}

TEST_CASE("Compare: integers and booleans are equal or not, however large") {
  CHECK_FALSE(difference<std::int32_t>(BYOM_INT32, 1000001, 1000000).within);
  const std::int64_t large = std::int64_t{1} << 60;
  CHECK(difference(BYOM_INT64, large, large).within);
  CHECK_FALSE(difference(BYOM_INT64, large + 1, large).within);
  CHECK(difference(BYOM_INT64, large + 1, large).largest == 1);
  CHECK(difference<std::uint16_t>(BYOM_UINT16, 65535, 0).largest == 65535);
  CHECK_FALSE(difference<std::uint8_t>(BYOM_BOOL, 0, 1).within);
}

TEST_CASE("Compare: another shape or type is told") {
  CHECK(
      verify::compare(test::tensor_of<float>(BYOM_FLOAT, {1}), test::tensor_of<float>(BYOM_FLOAT, {1, 1}), 1)
          .note == "shape [1] against [2]");
  CHECK(verify::compare(test::tensor_of<float>(BYOM_FLOAT, {1}),
                        test::tensor_of<std::int32_t>(BYOM_INT32, {1}), 1)
            .note == "type float against int32");
  const std::vector<std::string> a = {"a"}, b = {"b"};
  CHECK(verify::compare(ir::make_strings(a, {1}), ir::make_strings(b, {1}), 1).note ==
        "contents of type string");
}
