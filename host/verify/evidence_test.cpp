// What answers of the original show: that they move with the input, and how far.
#include "host/verify/evidence.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "tests/support/tensor_of.hpp"

using namespace byom;
using verify::Evidence;

namespace {

template <class T>
Evidence evidence(std::int32_t dtype, const std::vector<std::vector<T>>& runs) {
  std::vector<ir::Tensor> tensors;
  for (const std::vector<T>& run : runs) tensors.push_back(test::tensor_of(dtype, run));
  std::vector<const ir::Tensor*> answers;
  for (const ir::Tensor& tensor : tensors) answers.push_back(&tensor);
  return verify::evidence_of(answers);
}

Evidence floats(const std::vector<std::vector<float>>& runs) {
  return evidence<float>(BYOM_FLOAT, runs);
}

constexpr float undefined = std::numeric_limits<float>::quiet_NaN(),
                infinite = std::numeric_limits<float>::infinity();

}  // namespace

TEST_CASE("Evidence: an output moves by half of the widest range of an element") {
  const Evidence moving = floats({{0, 5}, {0, 7}, {1, 6}});
  CHECK(moving.kind == Evidence::Kind::change);
  CHECK(moving.movement == doctest::Approx(1 - 7e-5));
  CHECK(floats({{1e-6F}, {3e-6F}}).movement == doctest::Approx(1e-6).epsilon(1e-4));
}

TEST_CASE("Evidence: elements that differ from each other are no change with the input") {
  const Evidence same = floats({{0, 1, 0}, {0, 1, 0}, {0, 1, 0}});
  CHECK(same.kind == Evidence::Kind::constant);
  CHECK(verify::reason_of(same) == "it is the same for every input that was tried");
}

TEST_CASE("Evidence: rounding is no change") {
  CHECK(floats({{1000}, {1000.001F}}).kind == Evidence::Kind::constant);
  CHECK(floats({{1000}, {1001}}).kind == Evidence::Kind::change);
}

TEST_CASE("Evidence: where no element is a number there is none, and NaN beside numbers counts for nothing") {
  const Evidence none = floats({{undefined, infinite}, {infinite, undefined}});
  CHECK(none.kind == Evidence::Kind::no_number);
  CHECK(verify::reason_of(none) == "its numbers are all NaN or infinite");
  CHECK(floats({{undefined, 1}, {1, undefined}, {undefined, 1}}).kind == Evidence::Kind::constant);
  CHECK(floats({{undefined, 1}, {undefined, 2}}).kind == Evidence::Kind::change);
}

TEST_CASE("Evidence: any difference of integers, booleans and strings counts") {
  CHECK(evidence<std::int64_t>(BYOM_INT64, {{3, 4}, {3, 4}}).kind == Evidence::Kind::constant);
  CHECK(std::isinf(evidence<std::int64_t>(BYOM_INT64, {{3, 4}, {3, 5}}).movement));
  CHECK(evidence<std::uint8_t>(BYOM_BOOL, {{0}, {1}}).kind == Evidence::Kind::change);
  const ir::Tensor a = ir::make_strings(std::vector<std::string>{"a"}, {1}),
                   b = ir::make_strings(std::vector<std::string>{"b"}, {1});
  CHECK(verify::evidence_of({&a, &b}).kind == Evidence::Kind::change);
  CHECK(verify::evidence_of({&a, &a}).kind == Evidence::Kind::constant);
}

TEST_CASE("Evidence: an output without elements needs none") {
  CHECK(floats({{}, {}}).kind == Evidence::Kind::change);
}

TEST_CASE("Evidence: what is known from shapes alone does not depend on the inputs") {
  ir::Graph graph;
  for (const char* name : {"x", "shape", "filled", "y", "folded"})
    graph.add_value({name, BYOM_FLOAT, 1, {}, {}, {}});
  graph.value(1).elements = std::vector{ir::number(3)};
  graph.value(4).constant = ir::make_tensor(BYOM_FLOAT, {1});
  graph.inputs = {0};
  const auto node = [&](std::vector<ir::ValueId> in, ir::ValueId out) {
    graph.nodes.push_back({"test", "Op", "", 0, {}, std::move(in), {out}});
  };
  node({0}, 1);
  node({1}, 2);
  node({2, ir::absent, 0}, 3);
  node({0}, 4);
  graph.outputs = {1, 2, 3, 4, 0};
  CHECK(verify::outputs_that_depend(graph) == std::vector<bool>{false, false, true, false, true});
}
