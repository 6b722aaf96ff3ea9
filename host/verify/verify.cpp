// The comparison of two graphs by running both.
#include "host/verify/verify.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "host/run/execute.hpp"
#include "host/support/exit.hpp"
#include "host/verify/compare.hpp"
#include "host/verify/probe.hpp"

namespace byom::verify {

namespace {

using Tensors = std::vector<ir::Tensor>;

// The probe, split into what the original takes per run. Without a free batch that is the probe itself.
std::vector<Tensors> runs_of(const ir::Graph& onnx, const Tensors& inputs, std::int64_t runs) {
  std::vector<Tensors> split(static_cast<std::size_t>(runs));
  for (std::int64_t r = 0; r < runs; ++r) {
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const auto& dims = onnx.value(onnx.inputs[i]).dims;
      const bool batched = !dims.empty() && dims.front().symbol == BYOM_BATCH;
      split[static_cast<std::size_t>(r)].push_back(batched ? sample(inputs[i], r, runs) : inputs[i]);
    }
  }
  return split;
}

// The axis that grows with the batch, and the blocks in which it holds the samples.
struct Samples {
  std::size_t axis;
  std::int64_t blocks;
};

// Nothing when no axis grows.
std::optional<Samples> samples_of(const ir::Graph& graph, ir::ValueId id) {
  const auto& dims = graph.value(id).dims;
  const auto grows = [&](const ir::Dim& dim) { return graph.symbols->plain(dim).symbol == BYOM_BATCH; };
  const auto found = std::ranges::find_if(dims, grows);
  if (found == dims.end()) return std::nullopt;
  return Samples{static_cast<std::size_t>(found - dims.begin()), graph.symbols->blocks(*found)};
}

// Output of the converted model against the original's answers, run by run. What has no batch must be the
// same for every run.
Difference compare_runs(const std::optional<Samples>& samples, const ir::Tensor& converted,
                        const std::vector<const ir::Tensor*>& original, double tolerance) {
  Difference all;
  const auto runs = static_cast<std::int64_t>(original.size());
  const bool splits = runs > 1 && samples;
  if (splits && (samples->axis >= converted.shape.size() ||
                 converted.shape[samples->axis] % (runs * samples->blocks) != 0))
    return {0, false,
            "axis " + std::to_string(samples->axis) + " of the result does not grow with the batch"};
  for (std::int64_t r = 0; r < runs; ++r) {
    const ir::Tensor part =
        splits ? part_of_run(converted, samples->axis, r, runs, samples->blocks) : converted;
    const Difference one = compare(part, *original[static_cast<std::size_t>(r)], tolerance);
    all.largest = std::max(all.largest, one.largest);
    all.within = all.within && one.within;
    if (all.note.empty()) all.note = one.note;
  }
  return all;
}

// "com.acme.ops 1.0", whose operator the node is; empty for the program's own.
Result<std::string> plugin_of(const ir::Node& node, registry::Registry& registry) {
  BYOM_TRY(const registry::Op* op, registry.op(node.domain, node.type));
  return !op || op->plugin->manifest.builtin ? std::string() : registry::plugin_text(*op);
}

// One input of the converted model for a number of runs of the original.
ir::Tensor joined(const ir::Graph& onnx, const Answers& answers, std::size_t input, std::int64_t runs) {
  std::vector<const ir::Tensor*> parts;
  for (std::int64_t r = 0; r < runs; ++r)
    parts.push_back(&answers.probes[static_cast<std::size_t>(r)][input]);
  const auto& dims = onnx.value(onnx.inputs[input]).dims;
  return !dims.empty() && dims.front().symbol == BYOM_BATCH ? concatenate(parts, 0, 1) : *parts.front();
}

Tensors joined_inputs(const ir::Graph& onnx, const Answers& answers, std::int64_t runs) {
  Tensors inputs;
  for (std::size_t i = 0; i < onnx.inputs.size(); ++i) inputs.push_back(joined(onnx, answers, i, runs));
  return inputs;
}

// Every tensor of both graphs, for that many runs of the original in one of the converted model: finds where
// the two part.
Result<std::vector<Departure>> departures(run::Program& original, run::Program& converted,
                                          const ir::Graph& onnx, const ir::Graph& keras,
                                          const std::map<std::string, ir::ValueId>& tensors,
                                          const Answers& answers, std::int64_t runs, double tolerance,
                                          registry::Registry& registry) {
  std::map<ir::ValueId, ir::Tensor> computed;
  std::map<ir::ValueId, std::string> layers;
  const run::Observer of_layers = [&](const ir::Node& layer, ir::ValueId id, const ir::Tensor& tensor) {
    computed[id] = tensor;
    layers[id] = ir::describe(keras, layer);
  };
  BYOM_CHECK_OK(converted.run(joined_inputs(onnx, answers, runs), of_layers));
  std::map<ir::ValueId, Tensors> by_run;
  for (std::int64_t r = 0; r < runs; ++r)
    BYOM_CHECK_OK(original.run(answers.probes[static_cast<std::size_t>(r)],
                               [&](const ir::Node&, ir::ValueId id, const ir::Tensor& tensor) {
                                 if (tensors.contains(onnx.value(id).name)) by_run[id].push_back(tensor);
                               }));
  std::vector<Departure> found;
  for (const ir::Node& node : onnx.nodes) {
    for (const ir::ValueId id : node.outputs) {
      if (!by_run.contains(id)) continue;
      const ir::ValueId value = tensors.at(onnx.value(id).name);
      if (!computed.contains(value)) continue;
      std::vector<const ir::Tensor*> expected;
      for (const ir::Tensor& tensor : by_run[id]) expected.push_back(&tensor);
      const Difference difference = compare_runs(samples_of(onnx, id), computed[value], expected, tolerance);
      if (difference.within) continue;
      BYOM_TRY(std::string plugin, plugin_of(node, registry));
      found.push_back(
          {ir::describe(onnx, node), layers[value], difference.largest, difference.note, std::move(plugin)});
    }
  }
  return found;
}

void compare_outputs(const ir::Graph& onnx, const Answers& answers, const Tensors& results, std::int64_t runs,
                     double tolerance, Verdict& verdict) {
  for (std::size_t o = 0; o < results.size(); ++o) {
    std::vector<const ir::Tensor*> expected;
    for (std::int64_t r = 0; r < runs; ++r)
      expected.push_back(&answers.outputs[static_cast<std::size_t>(r)][o]);
    const Difference difference =
        compare_runs(samples_of(onnx, onnx.outputs[o]), results[o], expected, tolerance);
    verdict.largest = std::max(verdict.largest, difference.largest);
    verdict.within = verdict.within && difference.within;
    if (!difference.within && !difference.note.empty())
      verdict.warnings.push_back("Output '" + onnx.value(onnx.outputs[o]).name + "' at batch " +
                                 std::to_string(runs) + ": " + difference.note);
  }
}

}  // namespace

Result<Answers> ask_original(const ir::Graph& onnx, const passes::Batch& batch, registry::Registry& registry,
                             registry::Session& session, const Settings& settings) {
  Answers answers;
  answers.batches = batch.free ? std::vector<std::int64_t>{1, 3} : std::vector<std::int64_t>{1};
  const std::int64_t most = answers.batches.back();
  BYOM_TRY(auto original, run::Program::prepare(onnx, registry, session));
  BYOM_TRY(const GivenInputs given, read_inputs(onnx, settings.input_files));
  BYOM_TRY(const Tensors inputs, random_inputs(onnx, registry, most * batch.exported, settings.seed, given));
  answers.probes = runs_of(onnx, inputs, most);
  // The user's data is one run's worth: every run of the original sees it, so that shapes fit.
  for (Tensors& probe : answers.probes) BYOM_CHECK_OK(replace_inputs(onnx, given, probe));
  for (const Tensors& probe : answers.probes) {
    BYOM_TRY(Tensors outputs, original.run(probe));
    answers.outputs.push_back(std::move(outputs));
  }
  answers.warnings = original.ledger();
  return answers;
}

std::vector<Probe> probes_of(const ir::Graph& onnx, const Answers& answers) {
  std::vector<Probe> probes;
  for (const std::int64_t runs : answers.batches) {
    Probe probe{joined_inputs(onnx, answers, runs), {}};
    for (std::size_t o = 0; o < onnx.outputs.size(); ++o) {
      const auto samples = samples_of(onnx, onnx.outputs[o]);
      std::vector<const ir::Tensor*> parts;
      for (std::int64_t r = 0; r < runs; ++r)
        parts.push_back(&answers.outputs[static_cast<std::size_t>(r)][o]);
      probe.outputs.push_back(samples ? concatenate(parts, samples->axis, samples->blocks) : *parts.front());
    }
    probes.push_back(std::move(probe));
  }
  return probes;
}

Result<Verdict> verify(const ir::Graph& onnx, const Answers& answers, const ir::Graph& keras,
                       const std::map<std::string, ir::ValueId>& tensors, registry::Registry& registry,
                       registry::Session& session, const Settings& settings) {
  Verdict verdict;
  verdict.batches = answers.batches;
  BYOM_TRY(auto converted, run::Program::prepare(keras, registry, session));
  for (const std::int64_t runs : verdict.batches) {
    BYOM_TRY(const Tensors results, converted.run(joined_inputs(onnx, answers, runs)));
    compare_outputs(onnx, answers, results, runs, settings.tolerance, verdict);
  }
  verdict.warnings.insert(verdict.warnings.end(), answers.warnings.begin(), answers.warnings.end());
  if (verdict.within) return verdict;
  BYOM_TRY(auto original, run::Program::prepare(onnx, registry, session));
  for (const std::int64_t runs : verdict.batches) {
    BYOM_TRY(verdict.departures, departures(original, converted, onnx, keras, tensors, answers, runs,
                                            settings.tolerance, registry));
    if (!verdict.departures.empty()) break;
  }
  return verdict;
}

}  // namespace byom::verify
