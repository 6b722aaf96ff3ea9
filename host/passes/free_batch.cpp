// Extents of the inputs: the user's, the file's, and the batch.
#include "host/passes/free_batch.hpp"

#include <algorithm>

#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"

namespace byom::passes {

Result<Done> set_input_shapes(ir::Graph& graph,
                              const std::map<std::string, std::vector<std::int64_t>>& shapes) {
  std::string problems;
  std::vector<std::string> names;
  const auto say = [&](const std::string& line) { problems += (problems.empty() ? "" : "\n") + line; };
  for (const ir::ValueId id : graph.inputs) names.push_back(graph.value(id).name);
  for (const auto& [name, shape] : shapes)
    if (std::find(names.begin(), names.end(), name) == names.end())
      say("--input-shape " + name + ": the model has no input of this name" + did_you_mean(name, names) +
          ".");
  if (!problems.empty()) return fail(exit_usage, problems);
  for (const ir::ValueId id : graph.inputs) {
    ir::Value& value = graph.value(id);
    const auto given = shapes.find(value.name);
    if (given != shapes.end()) {
      if (value.rank >= 0 && value.dims.size() != given->second.size())
        return fail(exit_usage, "--input-shape " + value.name + ": the input is " +
                                    ir::type_text(graph, value) + ", but the shape given has " +
                                    std::to_string(given->second.size()) + " extents.");
      if (value.rank < 0 && std::ranges::count(given->second, -1) > 0)
        return fail(exit_usage,
                    "--input-shape " + value.name +
                        ": the model says no extents of this input, so none can be left as it is (-1).");
      value.dims.resize(given->second.size());
      for (std::size_t d = 0; d < value.dims.size(); ++d)
        if (given->second[d] != -1) value.dims[d] = ir::number(given->second[d]);
      value.rank = static_cast<std::int32_t>(value.dims.size());
    }
    bool open = value.rank < 0;
    for (std::size_t d = 1; d < value.dims.size(); ++d) open = open || !ir::is_number(value.dims[d]);
    if (open)
      say("Input '" + value.name + "' is " + ir::type_text(graph, value) +
          ": only the batch may be free. Give the other extents with --input-shape " + value.name +
          ":1,3,224,224 (your numbers).");
  }
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

}  // namespace byom::passes
