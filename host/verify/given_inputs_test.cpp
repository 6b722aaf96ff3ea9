// Files for inputs: the extents that they settle, their types, and the samples that they hold.
#include "host/verify/given_inputs.hpp"

#include <doctest/doctest.h>

#include "host/support/exit.hpp"
#include "host/verify/npy.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/tensor_of.hpp"

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
        "--input a: a.npy holds double[5,3], the input takes float[N,3]; save it with numpy.save(path, "
        "a.astype('float32')).");
}

namespace {

// A file of the input `a` with one axis, read for a graph whose `a` has that type.
Result<verify::GivenInputs> read_for(std::int32_t dtype, const ir::Tensor& content) {
  const test::TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "a.npy";
  REQUIRE(verify::write_npy(file, content));
  return verify::read_inputs(graph_of({{"a", {3}}}, dtype), {{"a", file.string()}});
}

std::string floats_of(const ir::Tensor& tensor) {
  std::string text;
  for (const float number : tensor.elements<float>()) text += std::to_string(static_cast<int>(number)) + " ";
  return text;
}

// x[N,2] and c[2], exported for so many samples, with a free batch.
ir::Graph with_batch() {
  ir::Graph graph = graph_of({{"x", {1, 2}}, {"c", {2}}});
  graph.value(graph.inputs[0]).dims[0] = {1, BYOM_BATCH, 0};
  return graph;
}

std::string runs(const std::map<std::string, std::vector<std::int64_t>>& shapes, passes::Batch batch,
                 const ir::Graph& graph = with_batch()) {
  const auto found = verify::given_runs(graph, batch, given(shapes));
  return found ? std::to_string(*found) : found.error().text;
}

}  // namespace

TEST_CASE("A file of another type is taken where its numbers stay the same") {
  const auto integers = read_for(BYOM_FLOAT, test::tensor_of<std::uint8_t>(BYOM_UINT8, {0, 7, 255}, {3}));
  REQUIRE(integers);
  CHECK(floats_of(integers->at("a").tensor) == "0 7 255 ");
  CHECK(integers->at("a").note.empty());
  const auto halves = read_for(BYOM_INT32, test::tensor_of<double>(BYOM_DOUBLE, {0.5, 1, 2}, {3}));
  REQUIRE(halves);
  CHECK(halves->at("a").tensor.dtype == BYOM_DOUBLE);
}

TEST_CASE("Doubles are rounded for an input of floats, and that is told") {
  const auto doubles = read_for(BYOM_FLOAT, test::tensor_of<double>(BYOM_DOUBLE, {0.1, 2, 3}, {3}));
  REQUIRE(doubles);
  CHECK(doubles->at("a").tensor.elements<float>()[0] == 0.1F);
  const std::string& note = doubles->at("a").note;
  CHECK(note.starts_with("--input a: "));
  CHECK(note.ends_with("a.npy holds double; its numbers are taken as float."));
}

TEST_CASE("A file may hold values for several runs, as many for every input") {
  const passes::Batch free{true, 1}, free_pairs{true, 2}, fixed{false, 1};
  CHECK(runs({{"x", {1, 2}}}, free) == "1");
  CHECK(runs({{"x", {5, 2}}, {"c", {2}}}, free) == "5");
  CHECK(runs({{"x", {6, 2}}}, free_pairs) == "3");
  CHECK(runs({{"x", {5, 2}}}, free_pairs) ==
        "--input x: x.npy holds float[5,2], the input takes float[2,2].");
  CHECK(runs({{"x", {0, 2}}}, free) == "--input x: x.npy holds float[0,2], the input takes float[1,2].");
  CHECK(runs({{"c", {4}}}, free) == "--input c: c.npy holds float[4], the input takes float[2].");
  const ir::Graph two = graph_of({{"x", {1, 2}}, {"c", {2}}});
  CHECK(runs({{"x", {3, 2}}, {"c", {6}}}, fixed, two) == "3");
  CHECK(runs({{"x", {3, 2}}, {"c", {2}}}, fixed, two) == "3");
  CHECK(
      runs({{"x", {3, 2}}, {"c", {4}}}, fixed, two) ==
      "--input x: x.npy holds values for 3 runs, --input c: c.npy holds values for 2 runs. Give as many for "
      "every input, or for one run.");
}

TEST_CASE("Each run gets its sample of a file, or the same numbers moved on") {
  const verify::GivenInput several{"x.npy", test::tensor_of<float>(BYOM_FLOAT, {1, 2, 3, 4, 5, 6}, {3, 2})};
  CHECK(floats_of(verify::given_in_run(several, {1, 2}, 0)) == "1 2 ");
  CHECK(floats_of(verify::given_in_run(several, {1, 2}, 2)) == "5 6 ");
  CHECK(floats_of(verify::given_in_run(several, {3, 2}, 0)) == "1 2 3 4 5 6 ");
  CHECK(floats_of(verify::given_in_run(several, {3, 2}, 1)) == "3 4 5 6 1 2 ");
  CHECK(floats_of(verify::given_in_run(several, {3, 2}, 2)) == "5 6 1 2 3 4 ");
  const std::vector<std::string> texts = {"a", "b", "c"}, moved = {"b", "c", "a"};
  const verify::GivenInput strings{"s.npy", ir::make_strings(texts, {3})};
  CHECK(ir::same_content(verify::given_in_run(strings, {3}, 1), ir::make_strings(moved, {3})));
  const verify::GivenInput empty{"e.npy", ir::make_tensor(BYOM_FLOAT, {0})};
  CHECK(verify::given_in_run(empty, {0}, 1).count() == 0);
}
