// Elements that nobody wrote are found, and outputs that are not what infer said.
#include "host/run/written.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace byom::run {
namespace {

TEST_CASE("elements that nobody wrote are counted") {
  for (const std::int32_t dtype : {BYOM_FLOAT, BYOM_DOUBLE, BYOM_INT32, BYOM_INT64}) {
    ir::Tensor tensor = ir::make_tensor(dtype, {2, 5});
    mark_unwritten(tensor);
    CHECK(unwritten_elements(tensor) == 10);
    std::fill_n(ir::writable(tensor), 4 * ir::element_size(dtype), std::byte{});
    CHECK(unwritten_elements(tensor) == 6);
  }
}

TEST_CASE("types of one and two bytes have no pattern that stands out") {
  const ir::Tensor tensor = ir::make_tensor(BYOM_UINT8, {8});
  mark_unwritten(tensor);
  CHECK(unwritten_elements(tensor) == 0);
}

TEST_CASE("an output of a dynamic kernel is what infer said") {
  ir::Node node;
  node.outputs = {0, ir::absent, 1};
  ir::Value stated{"y", BYOM_FLOAT, 2, {ir::number(2), ir::number(3)}, {}, {}};
  const std::vector<ir::Value> all = {stated, stated, stated};
  const ir::Tensor right = ir::make_tensor(BYOM_FLOAT, {2, 3}), wrong = ir::make_tensor(BYOM_FLOAT, {2, 4});
  CHECK(broken_promises(node, all, {right, {}, right}).empty());
  CHECK(broken_promises(node, all, {right, {}, wrong}) ==
        std::vector<std::string>{"gave output 2 the shape [2,4], which infer had not said"});
  CHECK(broken_promises(node, all, {{}, {}, right}) ==
        std::vector<std::string>{"asked for no output 0 (run->output)"});
}

}  // namespace
}  // namespace byom::run
