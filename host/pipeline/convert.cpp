// The order of the stages: the only file that knows it.
#include "host/pipeline/convert.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>

#include "host/archive/tltb.hpp"
#include "host/pipeline/check_files.hpp"
#include "host/pipeline/original.hpp"
#include "host/pipeline/outputs.hpp"
#include "host/pipeline/provenance.hpp"
#include "host/pipeline/untied_weights.hpp"
#include "host/support/counted.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::pipeline {

namespace {

// Wall time of each stage, from the end of the one before.
class Stopwatch {
 public:
  explicit Stopwatch(Outcome& outcome) : seconds_(outcome.seconds) {}
  void end_of(const char* stage) {
    const auto now = std::chrono::steady_clock::now();
    seconds_.emplace_back(stage, std::chrono::duration<double>(now - began_).count());
    began_ = now;
  }

 private:
  std::vector<std::pair<std::string, double>>& seconds_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

Result<Done> check_dump(const Request& request) {
  const std::vector<std::string> known = {"read", "prune", "infer", "patterns", "translate", "read_back"};
  if (request.dump.empty() || std::ranges::count(known, request.dump.substr(6)) > 0) return done;
  return fail(exit_usage, "--dump: there is no pass " + byom::quoted(request.dump.substr(6)) +
                              "; there are " + quoted_list(known, "and") + ".");
}

// Derived beside the other stages: it takes as long as all of them.
Result<std::optional<archive::KeyDerivation>> begin_key(const Request& request) {
  std::optional<archive::KeyDerivation> key;
  if (std::ranges::count(request.formats, "tltb") > 0) {
    BYOM_TRY(key, archive::KeyDerivation::start(request.key));
  }
  return key;
}

void warn_of_initializer(const Job& job, const std::vector<std::string>& layers) {
  if (layers.empty()) return;
  constexpr std::size_t most = 4;
  std::string names = join(std::span(layers).first(std::min(layers.size(), most)), ", ");
  if (layers.size() > most) names += " and " + counted(layers.size() - most, "more layer");
  job.progress.warning(
      "-ki " + job.request.kernel_initializer + " makes matrices only: the kernels of " + names +
      " have other dimensions and keep Keras's default initializer; another -ki serves all.");
}

void count(const Original& original, const passes::Translation& translation, Outcome& outcome) {
  outcome.onnx_nodes = original.graph().nodes.size();
  outcome.layers = translation.graph.nodes.size();
  for (const ir::Node& layer : translation.graph.nodes) outcome.weights += layer.weights;
}

}  // namespace

Result<Outcome> convert(const Request& request, registry::Registry& registry, registry::Session& session,
                        const Progress& progress) {
  const Job job{request, registry, session, progress};
  Outcome outcome;
  Stopwatch stopwatch(outcome);
  BYOM_CHECK_OK(check_dump(request));
  BYOM_TRY(auto key, begin_key(request));

  Original original(job);
  BYOM_CHECK_OK(original.read());
  stopwatch.end_of("read");

  BYOM_CHECK_OK(original.prepare());
  BYOM_TRY(const passes::Translation translation, original.translate());
  BYOM_TRY(const std::string untied, untied_weights(original.rewritten(), translation.graph, registry));
  if (!untied.empty()) progress.info(untied);
  stopwatch.end_of("convert");

  progress.stage("Writing");
  keras::RegistryLayers layers(registry);
  BYOM_TRY(const auto outputs, Outputs::create(request, std::move(key)));
  BYOM_CHECK_OK(outputs->write(translation, layers, provenance_of(original, translation, registry)));
  warn_of_initializer(job, outputs->without_initializer());
  outcome.custom_classes = outputs->custom_classes();
  stopwatch.end_of("write");

  BYOM_CHECK_OK(check_files(job, original, translation, *outputs, layers, outcome));
  stopwatch.end_of("verify");

  for (const auto& file : original.files()) BYOM_CHECK_OK(file->unchanged());
  // The last thing a plugin does, before anything gets a name.
  BYOM_CHECK_OK(registry.shut_down(session.guard ? &*session.guard : nullptr));
  BYOM_TRY(outcome.files, outputs->publish());
  outcome.older_files = outputs->older_files();
  stopwatch.end_of("publish");
  count(original, translation, outcome);
  return outcome;
}

}  // namespace byom::pipeline
