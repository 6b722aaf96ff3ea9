// Constant: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Constant: every kind of attribute, and none") {
  const auto made = [](const char* name, const byom::AttrValue& value) {
    return OneNode("Constant", 12).attr(name, value).run().value()[0];
  };
  CHECK(near(made("value_float", 1.5F), tensor<float>({}, {1.5F})));
  CHECK(near(made("value_floats", std::vector<float>{1, 2}), tensor<float>({2}, {1, 2})));
  CHECK(near(made("value_ints", std::vector<std::int64_t>{3}), tensor<std::int64_t>({1}, {3})));
  CHECK(OneNode("Constant", 12).inferred().error().text ==
        "Constant node 'n0' (output 'out0'): it has no value");
}

TEST_CASE("Constant: before opset 12 it has tensors only") {
  OneNode node("Constant", 11);
  node.attr("value_int", 3);
  CHECK(node.inferred().error().text.find("attribute 'value_int=3' is unknown to version 11") !=
        std::string::npos);
}
