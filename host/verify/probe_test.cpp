// Numbers that are drawn for the inputs of a run.
#include "host/verify/probe.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include <doctest/doctest.h>

#include "host/registry/context.hpp"
#include "host/support/exit.hpp"
#include "host/support/half.hpp"
#include "tests/support/tensor_of.hpp"

using namespace byom;

namespace {

ir::Graph one_input(std::int32_t dtype, std::int64_t extent) {
  ir::Graph graph;
  graph.inputs.push_back(graph.add_value({"a", dtype, 1, {ir::number(extent)}, {}, {}}));
  return graph;
}

template <class T>
std::vector<T> drawn(std::int32_t dtype, const verify::Draw& draw = {}) {
  registry::Registry registry({}, registry::load_tables());
  const auto inputs = verify::random_inputs(one_input(dtype, 400), registry, 1, 0, {}, draw);
  REQUIRE(inputs);
  const auto elements = inputs->front().elements<T>();
  return {elements.begin(), elements.end()};
}

template <class T>
void check_range(const std::vector<T>& numbers, double lowest, double highest) {
  const auto [least, most] = std::ranges::minmax(numbers);
  CHECK(static_cast<double>(least) >= lowest);
  CHECK(static_cast<double>(least) < lowest + 0.1 * (highest - lowest) + 1e-9);
  CHECK(static_cast<double>(most) <= highest);
  CHECK(static_cast<double>(most) > highest - 0.1 * (highest - lowest) - 1e-9);
}

}  // namespace

TEST_CASE("Floats are drawn from the range that is asked for") {
  check_range(drawn<float>(BYOM_FLOAT), -1, 1);
  check_range(drawn<double>(BYOM_DOUBLE, {.smallest = 0, .largest = 255}), 0, 255);
  for (const std::int32_t dtype : {BYOM_FLOAT16, BYOM_BFLOAT16}) {
    std::vector<double> numbers;
    for (const std::uint16_t bits : drawn<std::uint16_t>(dtype, {.smallest = -10, .largest = 10}))
      numbers.push_back(dtype == BYOM_FLOAT16 ? from_half(bits) : from_bfloat16(bits));
    check_range(numbers, -10, 10);
  }
}

TEST_CASE("Floats may be whole numbers, and some of them odd") {
  const auto whole = drawn<float>(BYOM_FLOAT, {.smallest = -2, .largest = 2, .whole = true});
  CHECK(std::set<float>(whole.begin(), whole.end()) == std::set<float>{-2, -1, 0, 1, 2});
  const auto odd = drawn<float>(BYOM_FLOAT, {.with_odd = true});
  CHECK(std::ranges::any_of(odd, [](float x) { return std::isnan(x); }));
  CHECK(std::ranges::count(odd, HUGE_VALF) > 0);
  CHECK(std::ranges::count(odd, -HUGE_VALF) > 0);
  CHECK(std::ranges::count_if(odd, [](float x) { return std::isfinite(x); }) > 150);
}

TEST_CASE("Integers of every size are drawn") {
  check_range(drawn<std::int8_t>(BYOM_INT8), 0, 9);
  check_range(drawn<std::int16_t>(BYOM_INT16), 0, 9);
  check_range(drawn<std::int32_t>(BYOM_INT32), 0, 9);
  check_range(drawn<std::int64_t>(BYOM_INT64, {.range = 256}), 0, 255);
  check_range(drawn<std::uint8_t>(BYOM_UINT8), 0, 9);
  check_range(drawn<std::uint16_t>(BYOM_UINT16), 0, 9);
  check_range(drawn<std::uint32_t>(BYOM_UINT32), 0, 9);
  check_range(drawn<std::uint64_t>(BYOM_UINT64), 0, 9);
}

TEST_CASE("Of other types values are taken from a file") {
  registry::Registry registry({}, registry::load_tables());
  const ir::Graph graph = one_input(BYOM_STRING, 1);
  const auto refused = verify::random_inputs(graph, registry, 1, 0, {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().text ==
        "Input 'a' has the type string, for which no probe can be drawn; give one with --input a=FILE.npy.");
  const std::vector<std::string> texts = {"b"};
  const verify::GivenInputs file = {{"a", {"a.npy", ir::make_strings(texts, {1})}}};
  auto inputs = verify::random_inputs(graph, registry, 1, 0, file);
  REQUIRE(inputs);
  REQUIRE(verify::replace_inputs(graph, file, *inputs));
  CHECK(inputs->front().data == file.at("a").tensor.data);
}

TEST_CASE("Parts of runs are joined whole or block by block, and found again") {
  std::vector<ir::Tensor> parts;
  for (const float first : {0.0F, 10.0F})
    parts.push_back(test::tensor_of<float>(BYOM_FLOAT, {first, first + 1}, {2, 1}));
  const auto numbers = [](const ir::Tensor& tensor) {
    std::vector<float> values(tensor.bytes() / sizeof(float));
    std::memcpy(values.data(), tensor.data, tensor.bytes());
    return values;
  };
  const ir::Tensor whole = verify::concatenate({parts.data(), &parts[1]}, 0, 1);
  const ir::Tensor in_blocks = verify::concatenate({parts.data(), &parts[1]}, 0, 2);
  CHECK(numbers(whole) == std::vector<float>{0, 1, 10, 11});
  CHECK(numbers(in_blocks) == std::vector<float>{0, 10, 1, 11});
  CHECK(in_blocks.shape == std::vector<std::int64_t>{4, 1});
  for (const std::int64_t r : {0, 1}) {
    CHECK(numbers(verify::part_of_run(whole, 0, r, 2, 1)) == numbers(parts[static_cast<std::size_t>(r)]));
    CHECK(numbers(verify::part_of_run(in_blocks, 0, r, 2, 2)) == numbers(parts[static_cast<std::size_t>(r)]));
  }
  CHECK(numbers(verify::part_of_run(whole, 1, 0, 1, 1)) == numbers(whole));
}
