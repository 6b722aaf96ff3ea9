// Extents of the inputs: the user's, the file's, and the batch.
#include "host/passes/free_batch.hpp"

#include <algorithm>

#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/nearest.hpp"

namespace byom::passes {

namespace {

// The input's extents as --input-shape takes them, with numbers of ours in the free places.
std::string suggested_extents(const ir::Value& value) {
  if (value.rank < 0) return "1,3,224,224";
  std::string text;
  for (std::size_t d = 0; d < value.dims.size(); ++d) {
    const std::int64_t extent = ir::is_number(value.dims[d]) ? value.dims[d].value : d == 0 ? 1 : 224;
    text += (d == 0 ? "" : ",") + std::to_string(extent);
  }
  return text;
}

Result<Done> set_shape(const ir::Graph& graph, ir::Value& value, const std::vector<std::int64_t>& shape) {
  const std::string option = "--input-shape " + value.name + ": the ";
  if (value.rank >= 0 && value.dims.size() != shape.size())
    return fail(exit_usage, option + "input is " + ir::type_text(graph, value) +
                                ", but the shape given has " + std::to_string(shape.size()) + " extents.");
  if (value.rank < 0 && std::ranges::count(shape, -1) > 0)
    return fail(exit_usage,
                option + "model says no extents of this input, so none can be left as it is (-1).");
  value.dims.resize(shape.size());
  for (std::size_t d = 0; d < value.dims.size(); ++d)
    if (shape[d] != -1) value.dims[d] = ir::number(shape[d]);
  value.rank = static_cast<std::int32_t>(value.dims.size());
  return done;
}

// Why a Keras model cannot have the input; empty: it can.
std::string input_problem(const ir::Graph& graph, const ir::Value& value) {
  if (value.dtype == 0)
    return "Input '" + value.name +
           "' has no element type: the file says none, or it is no tensor. Export the model with it.";
  const auto after_batch = value.dims.begin() + (value.dims.empty() ? 0 : 1);
  if (value.rank >= 0 && std::all_of(after_batch, value.dims.end(), ir::is_number)) return "";
  return "Input '" + value.name + "' is " + ir::type_text(graph, value) +
         ": only the batch may be free. Give the other extents with --input-shape " + value.name + ":" +
         suggested_extents(value) + " (your numbers in the free places).";
}

}  // namespace

Result<Done> set_input_shapes(ir::Graph& graph,
                              const std::map<std::string, std::vector<std::int64_t>>& shapes) {
  std::string problems;
  std::vector<std::string> names;
  const auto say = [&](const std::string& line) { append(problems, "\n", line); };
  for (const ir::ValueId id : graph.inputs) names.push_back(graph.value(id).name);
  for (const auto& [name, shape] : shapes)
    if (std::find(names.begin(), names.end(), name) == names.end())
      say("--input-shape " + name + ": the model has no input of this name" + did_you_mean(name, names) +
          ".");
  if (!problems.empty()) return fail(exit_usage, problems);
  std::map<std::uint32_t, ir::Dim> known;  // by symbol
  for (const ir::ValueId id : graph.inputs) {
    ir::Value& value = graph.value(id);
    const auto given = shapes.find(value.name);
    if (given == shapes.end()) continue;
    const std::vector<ir::Dim> free = value.dims;
    BYOM_CHECK_OK(set_shape(graph, value, given->second));
    for (std::size_t d = 0; d < free.size(); ++d)
      if (!ir::is_number(free[d]) && ir::is_number(value.dims[d]))
        known.emplace(free[d].symbol, value.dims[d]);
  }
  for (const ir::ValueId id : graph.inputs)
    for (ir::Dim& dim : graph.value(id).dims)
      if (const auto extent = known.find(dim.symbol); extent != known.end()) dim = extent->second;
  return done;
}

Result<Done> check_input_shapes(const ir::Graph& graph) {
  std::string problems;
  for (const ir::ValueId id : graph.inputs)
    if (const std::string problem = input_problem(graph, graph.value(id)); !problem.empty())
      append(problems, "\n", problem);
  return problems.empty() ? Result<Done>(done) : fail(exit_unsupported, problems);
}

Batch free_batch(ir::Graph& graph) {
  Batch batch;
  if (graph.inputs.empty() || graph.value(graph.inputs.front()).dims.empty()) return batch;
  const ir::Dim first = graph.value(graph.inputs.front()).dims.front();
  if (ir::is_number(first)) batch.exported = first.value;
  if (batch.exported < 1) return batch;
  for (const ir::ValueId id : graph.inputs) {
    ir::Value& value = graph.value(id);
    if (!value.dims.empty() && ir::same_dim(value.dims.front(), first))
      value.dims.front() = {1, BYOM_BATCH, 0};
  }
  batch.free = true;
  return batch;
}

void fix_batch(ir::Graph& graph, const Batch& batch) {
  for (const ir::ValueId id : graph.inputs)
    for (ir::Dim& dim : graph.value(id).dims)
      if (dim.symbol == BYOM_BATCH) dim = ir::number(dim.value * batch.exported);
}

Result<Done> same_as_exported(const ir::Graph& free, const ir::Graph& exported, const Batch& batch) {
  for (const ir::Node& node : free.nodes) {
    for (const ir::ValueId id : node.outputs) {
      if (id == ir::absent || static_cast<std::size_t>(id) >= exported.values.size()) continue;
      const ir::Value& value = free.value(id);
      const ir::Value& expected = exported.value(id);
      if (value.rank < 0 || expected.rank < 0) continue;
      const auto same = [&](const ir::Dim& free_extent, const ir::Dim& b) {
        const ir::Dim a = free.symbols->plain(free_extent);
        return a.symbol == BYOM_BATCH ? ir::is_number(b) && a.value * batch.exported == b.value
                                      : ir::same_dim(a, b);
      };
      if (std::ranges::equal(value.dims, expected.dims, same)) continue;
      return fail(exit_unsupported, ir::describe(free, node) + ": for N samples its output would be " +
                                        ir::type_text(free, value) + ", for the " +
                                        std::to_string(batch.exported) + " of the export it is " +
                                        ir::type_text(exported, expected));
    }
  }
  return done;
}

}  // namespace byom::passes
