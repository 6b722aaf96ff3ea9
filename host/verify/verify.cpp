// The comparison of two graphs by running both.
#include "host/verify/verify.hpp"

#include <algorithm>
#include <cstring>

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

// The axis of an output that grows with the batch; -1 when none does.
std::ptrdiff_t batch_axis(const ir::Value& output) {
  const auto found = std::ranges::find(output.dims, BYOM_BATCH, &ir::Dim::symbol);
  return found == output.dims.end() ? -1 : found - output.dims.begin();
}

// Run r of `runs` along an axis. Precondition: row-major.
ir::Tensor part_of_run(const ir::Tensor& tensor, std::size_t axis, std::int64_t r, std::int64_t runs) {
  ir::Tensor part = tensor;
  part.strides.assign(part.shape.size(), 1);
  for (std::size_t d = part.shape.size(); d-- > 1;) part.strides[d - 1] = part.strides[d] * part.shape[d];
  part.shape[axis] /= runs;
  part.data +=
      static_cast<std::size_t>(r * part.shape[axis] * part.strides[axis]) * ir::element_size(tensor.dtype);
  return ir::contiguous(part);
}

// Output of the converted model against the original's answers, run by run. What has no batch must be the
// same for every run.
Difference compare_runs(const ir::Value& output, const ir::Tensor& converted,
                        const std::vector<const ir::Tensor*>& original, double tolerance) {
  Difference all;
  const auto runs = static_cast<std::int64_t>(original.size());
  const std::ptrdiff_t axis = batch_axis(output);
  const auto rank = static_cast<std::ptrdiff_t>(converted.shape.size());
  const bool splits = runs > 1 && axis >= 0;
  if (splits && (axis >= rank || converted.shape[static_cast<std::size_t>(axis)] % runs != 0))
    return {0, false, "axis " + std::to_string(axis) + " of the result does not grow with the batch"};
  for (std::int64_t r = 0; r < runs; ++r) {
    const ir::Tensor part =
        splits ? part_of_run(converted, static_cast<std::size_t>(axis), r, runs) : converted;
    const Difference one = compare(part, *original[static_cast<std::size_t>(r)], tolerance);
    all.largest = std::max(all.largest, one.largest);
    all.within = all.within && one.within;
    if (all.note.empty()) all.note = one.note;
  }
  return all;
}

// Every tensor of both graphs for one probe of one run: finds where the two part.
Result<std::vector<Departure>> departures(run::Program& original, run::Program& converted,
                                          const ir::Graph& onnx, const ir::Graph& keras,
                                          const std::map<std::string, ir::ValueId>& tensors,
                                          const Tensors& probe, double tolerance) {
  std::map<ir::ValueId, ir::Tensor> computed;
  std::map<ir::ValueId, std::string> layers;
  BYOM_CHECK_OK(converted.run(probe, [&](const ir::Node& layer, ir::ValueId id, const ir::Tensor& tensor) {
    computed[id] = tensor;
    layers[id] = ir::describe(keras, layer);
  }));
  std::vector<Departure> found;
  BYOM_CHECK_OK(original.run(probe, [&](const ir::Node& node, ir::ValueId id, const ir::Tensor& tensor) {
    const auto value = tensors.find(onnx.value(id).name);
    if (value == tensors.end() || !computed.contains(value->second)) return;
    const Difference difference = compare(computed[value->second], tensor, tolerance);
    if (!difference.within)
      found.push_back({ir::describe(onnx, node), layers[value->second], difference.largest, difference.note});
  }));
  return found;
}

// One input of the converted model for a number of runs of the original.
ir::Tensor joined(const ir::Graph& onnx, const Answers& answers, std::size_t input, std::int64_t runs) {
  std::vector<const ir::Tensor*> parts;
  for (std::int64_t r = 0; r < runs; ++r)
    parts.push_back(&answers.probes[static_cast<std::size_t>(r)][input]);
  const auto& dims = onnx.value(onnx.inputs[input]).dims;
  return !dims.empty() && dims.front().symbol == BYOM_BATCH ? concatenate(parts) : *parts.front();
}

void compare_outputs(const ir::Graph& onnx, const Answers& answers, const Tensors& results, std::int64_t runs,
                     double tolerance, Verdict& verdict) {
  for (std::size_t o = 0; o < results.size(); ++o) {
    std::vector<const ir::Tensor*> expected;
    for (std::int64_t r = 0; r < runs; ++r)
      expected.push_back(&answers.outputs[static_cast<std::size_t>(r)][o]);
    const Difference difference = compare_runs(onnx.value(onnx.outputs[o]), results[o], expected, tolerance);
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
  BYOM_TRY(const Tensors inputs, random_inputs(onnx, registry, most * batch.exported, settings.seed));
  answers.probes = runs_of(onnx, inputs, most);
  // The user's data is one run's worth: every run of the original sees it, so that shapes fit.
  for (Tensors& probe : answers.probes) BYOM_CHECK_OK(replace_inputs(onnx, settings.input_files, probe));
  for (const Tensors& probe : answers.probes) {
    BYOM_TRY(Tensors outputs, original.run(probe));
    answers.outputs.push_back(std::move(outputs));
  }
  answers.warnings = original.ledger();
  return answers;
}

Result<Verdict> verify(const ir::Graph& onnx, const Answers& answers, const ir::Graph& keras,
                       const std::map<std::string, ir::ValueId>& tensors, registry::Registry& registry,
                       registry::Session& session, const Settings& settings) {
  Verdict verdict;
  verdict.batches = answers.batches;
  BYOM_TRY(auto converted, run::Program::prepare(keras, registry, session));
  for (const std::int64_t runs : verdict.batches) {
    Tensors inputs;
    for (std::size_t i = 0; i < onnx.inputs.size(); ++i) inputs.push_back(joined(onnx, answers, i, runs));
    BYOM_TRY(const Tensors results, converted.run(inputs));
    compare_outputs(onnx, answers, results, runs, settings.tolerance, verdict);
  }
  verdict.warnings.insert(verdict.warnings.end(), answers.warnings.begin(), answers.warnings.end());
  if (!verdict.within) {
    BYOM_TRY(auto original, run::Program::prepare(onnx, registry, session));
    BYOM_TRY(verdict.departures, departures(original, converted, onnx, keras, tensors, answers.probes.front(),
                                            settings.tolerance));
  }
  return verdict;
}

}  // namespace byom::verify
