// Each written file against the answers of the original.
#include "host/pipeline/check_files.hpp"

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "host/keras/model.hpp"
#include "host/pipeline/check_with.hpp"
#include "host/support/exit.hpp"

namespace byom::pipeline {

namespace {

// Names of ONNX tensors, and the values that stand for them in a model that was read back.
Result<std::map<std::string, ir::ValueId>> correspondence(const Original& original,
                                                          const passes::Translation& translation,
                                                          const std::string& format, const ir::Graph& written,
                                                          keras::LayerSource& layers) {
  BYOM_TRY(const keras::Model model, keras::plan_model(translation.graph, dialect_of(format), layers));
  std::map<std::string, std::vector<const ir::Node*>> calls;
  for (const ir::Node& layer : written.nodes) calls[layer.name].push_back(&layer);
  std::map<std::string, ir::ValueId> found;
  for (const auto& [tensor, value] : translation.tensors) {
    const keras::Maker maker = model.makers[static_cast<std::size_t>(value)];
    if (maker.layer < 0) continue;
    const auto& of_layer = calls[model.layers[static_cast<std::size_t>(maker.layer)].name];
    if (static_cast<std::size_t>(maker.call) >= of_layer.size()) continue;
    found[original.graph().value(tensor).name] =
        of_layer[static_cast<std::size_t>(maker.call)]->outputs[static_cast<std::size_t>(maker.output)];
  }
  return found;
}

void keep_worst(verify::Verdict verdict, verify::Verdict& worst) {
  const auto badness = [](const verify::Verdict& v) {
    return std::tuple(!v.within, v.doubts.size(), v.largest);
  };
  if (badness(verdict) >= badness(worst)) worst = std::move(verdict);
}

// Nothing is published of which the check leaves a doubt.
Result<Done> strictly(const verify::Verdict& verdict) {
  if (verdict.within && verdict.doubts.empty()) return done;
  std::string text = "The converted model differs from the original by " +
                     verify::difference_text(verdict.largest) +
                     ", more than the threshold; nothing was written (--strict).";
  if (verdict.within)
    text = "The converted model differs nowhere, but that proves too little; nothing was written (--strict).";
  for (const verify::Doubt& doubt : verdict.doubts) text += "\n" + doubt.text;
  if (!verdict.departures.empty()) {
    const verify::Departure& first = verdict.departures.front();
    text += "\nFirst difference: " + first.node + (first.plugin.empty() ? "" : " of plugin " + first.plugin) +
            ", " + first.layer + ".";
  }
  return fail(exit_difference, text);
}

Result<Done> ask_keras(const Job& job, const Original& original, const Outputs& outputs,
                       const verify::Answers& answers, Outcome& outcome) {
  job.progress.stage("Running the result in real Keras (" + job.request.check_with + ")");
  BYOM_TRY(outcome.keras, check_with(job.request, outputs, verify::probes_of(original.graph(), answers)));
  for (const KerasVerdict& verdict : outcome.keras)
    if (!verdict.problem.empty() && job.request.strict)
      return fail(exit_difference, verdict.file + ": " + verdict.keras + ": " + verdict.problem +
                                       "; nothing was written (--strict).");
  return done;
}

}  // namespace

Result<Done> check_files(const Job& job, const Original& original, const passes::Translation& translation,
                         Outputs& outputs, keras::LayerSource& layers, Outcome& outcome) {
  const auto& settings = job.request.verification;
  job.progress.stage("Running the original");
  BYOM_TRY(const verify::Answers answers,
           verify::ask_original(original.graph(), original.batch(), job.registry, job.session, settings));
  for (const std::string& note : answers.notes) job.progress.info(note);
  // What is compared from here on is in the answers and in the written file.
  for (const auto& file : original.files()) file->release_pages();
  for (const std::string& format : job.request.formats) {
    job.progress.stage("Verifying " + job.request.name + "." + format);
    BYOM_TRY(const ir::Graph written, outputs.read_back(format, layers));
    job.dump("read_back", written);
    BYOM_TRY(const auto tensors, correspondence(original, translation, format, written, layers));
    BYOM_TRY(auto verdict, verify::verify(original.graph(), answers, written, tensors, job.registry,
                                          job.session, settings));
    keep_worst(std::move(verdict), outcome.verdict);
    if (!outcome.verdict.within) break;
  }
  if (!job.request.check_with.empty()) BYOM_CHECK_OK(ask_keras(job, original, outputs, answers, outcome));
  return job.request.strict ? strictly(outcome.verdict) : done;
}

}  // namespace byom::pipeline
