// Inputs of a run: extents that files settle, and numbers that are drawn.
#include "host/verify/probe.hpp"

#include <cstring>

#include <doctest/doctest.h>

#include "host/registry/context.hpp"
#include "host/support/exit.hpp"
#include "host/support/half.hpp"

using namespace byom;

namespace {

// -1 is an extent without a name, a letter's code one that is named by it.
ir::Graph graph_of(const std::vector<std::pair<std::string, std::vector<std::int64_t>>>& inputs,
                   std::int32_t dtype = BYOM_FLOAT) {
  ir::Graph graph;
  for (const auto& [name, extents] : inputs) {
    ir::Value value{name, dtype, static_cast<std::int32_t>(extents.size()), {}, {}, {}};
    for (std::size_t d = 0; d < extents.size(); ++d) {
      const std::string symbol =
          extents[d] == -1 ? name + "." + std::to_string(d) : std::string{static_cast<char>(extents[d])};
      const bool free = extents[d] == -1 || extents[d] >= 'A';
      value.dims.push_back(free ? ir::Dim{1, graph.symbols->named(symbol), 0} : ir::number(extents[d]));
    }
    graph.inputs.push_back(graph.add_value(std::move(value)));
  }
  return graph;
}

verify::GivenInputs given(const std::map<std::string, std::vector<std::int64_t>>& shapes,
                          std::int32_t dtype = BYOM_FLOAT) {
  verify::GivenInputs result;
  for (const auto& [name, shape] : shapes) result[name] = {name + ".npy", ir::make_tensor(dtype, shape)};
  return result;
}

std::string extents(const ir::Graph& graph) {
  std::string text;
  for (const ir::ValueId id : graph.inputs) text += ir::type_text(graph, graph.value(id));
  return text;
}

std::string taken(ir::Graph graph, const verify::GivenInputs& inputs) {
  const auto outcome = verify::take_extents(graph, inputs);
  if (outcome) return extents(graph);
  CHECK(outcome.error().code == exit_input);
  return outcome.error().text;
}

}  // namespace

TEST_CASE("Free extents are those of the files, in all inputs that have them by one name") {
  const ir::Graph graph = graph_of({{"a", {'N', 3, 'T'}}, {"b", {'T', 'N'}}});
  CHECK(taken(graph, given({{"a", {5, 3, 7}}})) == "float[5,3,7]float[7,5]");
  CHECK(taken(graph, given({{"b", {7, 5}}})) == "float[5,3,7]float[7,5]");
  CHECK(taken(graph, given({{"a", {0, 3, 7}}})) == "float[0,3,7]float[7,0]");
}

TEST_CASE("A first extent that stays free is the batch of the files, or 1") {
  const ir::Graph graph = graph_of({{"a", {-1, 3}}, {"b", {-1, 4}}, {"c", {2, -1}}});
  CHECK(taken(graph, {}) == "float[1,3]float[1,4]float[2,c.1]");
  CHECK(taken(graph, given({{"b", {6, 4}}})) == "float[6,3]float[6,4]float[2,c.1]");
  CHECK(taken(graph, given({{"c", {2, 9}}})) == "float[1,3]float[1,4]float[2,9]");
}

TEST_CASE("An input without extents has those of its file") {
  ir::Graph graph = graph_of({{"a", {}}});
  graph.value(0).rank = -1;
  CHECK(taken(graph, given({{"a", {4, 5}}})) == "float[4,5]");
  CHECK(taken(graph, given({{"a", {}}})) == "float[]");
}

TEST_CASE("Files that do not fit their inputs are told all at once") {
  const ir::Graph graph = graph_of({{"a", {'N', 3}}, {"b", {2}}});
  CHECK(taken(graph, given({{"a", {5, 4}}, {"b", {}}})) ==
        "--input a: a.npy holds float[5,4], the input takes float[N,3].\n"
        "--input b: b.npy holds float[], the input takes float[2].");
  CHECK(taken(graph, given({{"a", {5, 3}}}, BYOM_DOUBLE)) ==
        "--input a: a.npy holds double[5,3], the input takes float[N,3].");
}

TEST_CASE("Short floats are drawn; of other types numbers are taken from a file") {
  registry::Registry registry({}, registry::load_tables());
  for (const std::int32_t dtype : {BYOM_FLOAT16, BYOM_BFLOAT16}) {
    const auto drawn = verify::random_inputs(graph_of({{"a", {50}}}, dtype), registry, 1, 0, {});
    REQUIRE(drawn);
    double lowest = 0, highest = 0;
    for (const std::uint16_t bits : drawn->front().elements<std::uint16_t>()) {
      const double number = dtype == BYOM_FLOAT16 ? from_half(bits) : from_bfloat16(bits);
      lowest = std::min(lowest, number);
      highest = std::max(highest, number);
    }
    CHECK((lowest >= -1 && lowest < -0.8 && highest <= 1 && highest > 0.8));
  }
  const ir::Graph graph = graph_of({{"a", {2}}}, BYOM_UINT32);
  const auto refused = verify::random_inputs(graph, registry, 1, 0, {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().text ==
        "Input 'a' has the type uint32, for which no probe can be drawn; give one with --input a=FILE.npy.");
  const verify::GivenInputs file = given({{"a", {2}}}, BYOM_UINT32);
  auto inputs = verify::random_inputs(graph, registry, 1, 0, file);
  REQUIRE(inputs);
  REQUIRE(verify::replace_inputs(graph, file, *inputs));
  CHECK(inputs->front().data == file.at("a").tensor.data);
}

TEST_CASE("Parts of runs are joined whole or block by block, and found again") {
  std::vector<ir::Tensor> parts;
  for (const float first : {0.0F, 10.0F}) {
    parts.push_back(ir::make_tensor(BYOM_FLOAT, {2, 1}));
    const float values[] = {first, first + 1};
    std::memcpy(ir::writable(parts.back()), values, sizeof(values));
  }
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
