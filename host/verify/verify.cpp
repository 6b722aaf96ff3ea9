// The comparison of two graphs by what they answer.
#include "host/verify/verify.hpp"

#include <algorithm>
#include <optional>

#include "host/run/execute.hpp"
#include "host/verify/compare.hpp"
#include "host/verify/evidence.hpp"
#include "host/verify/probe.hpp"

namespace byom::verify {

namespace {

using Tensors = std::vector<ir::Tensor>;

// An error of this part of an output's movement must show, however small the movement is.
constexpr double resolution = 0.01;

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

// Every tensor of both graphs in a trial: finds where the two part.
Result<std::vector<Departure>> departures(run::Program& original, run::Program& converted,
                                          const ir::Graph& onnx, const ir::Graph& keras,
                                          const std::map<std::string, ir::ValueId>& tensors,
                                          const Answers& answers, const std::vector<std::size_t>& trial,
                                          double tolerance, registry::Registry& registry) {
  std::map<ir::ValueId, ir::Tensor> computed;
  std::map<ir::ValueId, std::string> layers;
  const run::Observer of_layers = [&](const ir::Node& layer, ir::ValueId id, const ir::Tensor& tensor) {
    computed[id] = tensor;
    layers[id] = ir::describe(keras, layer);
  };
  BYOM_CHECK_OK(converted.run(inputs_of(onnx, answers, trial), of_layers));
  std::map<ir::ValueId, Tensors> by_run;
  for (const std::size_t run : trial)
    BYOM_CHECK_OK(
        original.run(answers.inputs[run], [&](const ir::Node&, ir::ValueId id, const ir::Tensor& tensor) {
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

// The finest difference that must be seen in an output: a converted model's numbers may be far below the
// tolerance, and then anything would be within it.
double finest(const Evidence& evidence, double tolerance) {
  return evidence.kind == Evidence::Kind::change && evidence.movement > 0
             ? std::min(tolerance, resolution * evidence.movement)
             : tolerance;
}

// Outputs whose comparison says little although it found no difference. `unsure`: by output, the largest
// difference in one that is small enough for the tolerance but not for the output.
std::vector<Doubt> doubts_of(const ir::Graph& onnx, const Answers& answers,
                             const std::map<std::size_t, double>& unsure, double tolerance) {
  std::vector<Doubt> doubts;
  for (std::size_t o = 0; o < onnx.outputs.size(); ++o) {
    const std::string& name = onnx.value(onnx.outputs[o]).name;
    const Evidence& evidence = answers.evidence[o];
    if (evidence.kind != Evidence::Kind::change)
      doubts.push_back({name, "The check shows nothing of output '" + name + "': " + reason_of(evidence) +
                                  ". " + answers.advice});
    else if (const auto found = unsure.find(o); found != unsure.end())
      doubts.push_back({name, "The check shows little of output '" + name + "': the difference " +
                                  difference_text(found->second) + " is within the threshold " +
                                  difference_text(tolerance) +
                                  ", but more than a hundredth of what the input changes there (" +
                                  difference_text(evidence.movement) + "). " + answers.advice});
  }
  return doubts;
}

void compare_outputs(const ir::Graph& onnx, const Answers& answers, const Tensors& results,
                     const std::vector<std::size_t>& trial, double tolerance, Verdict& verdict,
                     std::map<std::size_t, double>& unsure) {
  for (std::size_t o = 0; o < results.size(); ++o) {
    const auto samples = samples_of(onnx, onnx.outputs[o]);
    std::vector<const ir::Tensor*> expected;
    for (const std::size_t run : trial) expected.push_back(&answers.outputs[run][o]);
    const Difference difference = compare_runs(samples, results[o], expected, tolerance);
    verdict.largest = std::max(verdict.largest, difference.largest);
    verdict.within = verdict.within && difference.within;
    if (!difference.within && !difference.note.empty())
      verdict.warnings.push_back("Output '" + onnx.value(onnx.outputs[o]).name + "' at batch " +
                                 std::to_string(trial.size()) + ": " + difference.note);
    const double fine = finest(answers.evidence[o], tolerance);
    if (difference.within && fine < tolerance && !compare_runs(samples, results[o], expected, fine).within)
      unsure[o] = std::max(unsure[o], difference.largest);
  }
}

}  // namespace

Result<Verdict> verify(const ir::Graph& onnx, const Answers& answers, const ir::Graph& keras,
                       const std::map<std::string, ir::ValueId>& tensors, registry::Registry& registry,
                       registry::Session& session, const Settings& settings) {
  Verdict verdict;
  std::map<std::size_t, double> unsure;
  BYOM_TRY(auto converted, run::Program::prepare(keras, registry, session));
  for (const std::vector<std::size_t>& trial : answers.trials) {
    BYOM_TRY(const Tensors results, converted.run(inputs_of(onnx, answers, trial)));
    compare_outputs(onnx, answers, results, trial, settings.tolerance, verdict, unsure);
    if (const auto size = std::ssize(trial); std::ranges::count(verdict.batches, size) == 0)
      verdict.batches.push_back(size);
  }
  std::ranges::sort(verdict.batches);
  verdict.warnings.insert(verdict.warnings.end(), answers.warnings.begin(), answers.warnings.end());
  if (verdict.within) {
    verdict.doubts = doubts_of(onnx, answers, unsure, settings.tolerance);
    return verdict;
  }
  BYOM_TRY(auto original, run::Program::prepare(onnx, registry, session));
  for (const std::vector<std::size_t>& trial : answers.trials) {
    BYOM_TRY(verdict.departures, departures(original, converted, onnx, keras, tensors, answers, trial,
                                            settings.tolerance, registry));
    if (!verdict.departures.empty()) break;
  }
  return verdict;
}

}  // namespace byom::verify
