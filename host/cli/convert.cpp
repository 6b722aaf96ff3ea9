// The conversion command: options in, log lines and an exit code out.
#include "host/cli/convert.hpp"

#include <cstdio>
#include <new>

#include <nlohmann/json.hpp>

#include "host/cli/installed_plugins.hpp"
#include "host/cli/key.hpp"
#include "host/cli/plugin_watch.hpp"
#include "host/cli/signals.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/json_text.hpp"

namespace byom::cli {

namespace {

using Json = nlohmann::ordered_json;

pipeline::Request request_of(const Options& options, std::string key) {
  pipeline::Request request;
  request.model = options.model;
  request.results_dir = options.results_dir;
  request.name = options.name;
  request.key = std::move(key);
  request.formats = options.formats;
  request.penultimate_node = options.penultimate_node;
  request.freeze_nodes = options.freeze_nodes;
  request.freeze_bn = options.freeze_bn;
  request.kernel_initializer = options.kernel_initializer;
  request.input_shapes = options.input_shapes;
  request.verification = {options.tolerance, options.seed, options.input_files};
  request.strict = options.strict;
  request.dump = options.dump;
  request.check_with = options.check_with;
  return request;
}

// "0.0001 plus 1e-05 of the original's number"
std::string threshold_text(double tolerance) {
  return verify::difference_text(tolerance) + " plus " + verify::difference_text(verify::relative_tolerance) +
         " of the original's number";
}

// With the manual's six decimals, where they show something of it.
std::string error_text(double error) {
  if (error < 1e-5) return verify::difference_text(error);
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", error);
  return text;
}

// The manual's words where the difference is too large.
void report_verdict(Log& log, const verify::Verdict& verdict, double tolerance) {
  const std::string batches =
      join(verdict.batches, " and ", [](std::int64_t batch) { return std::to_string(batch); });
  if (verdict.within) {
    log.info("The converted model gives the numbers of the original (batch " + batches +
             "): largest difference " + verify::difference_text(verdict.largest) + ", threshold " +
             threshold_text(tolerance) + ".");
    for (const verify::Doubt& doubt : verdict.doubts) log.warning(doubt.text);
    return;
  }
  log.info(
      "Difference between the original ONNX and converted Keras model is larger than the set threshold " +
      verify::difference_text(tolerance) + " with error of " + error_text(verdict.largest) + ".");
  log.info(
      "This may be due to difference in deep learning frameworks. If the error is not far from the "
      "threshold, you may proceed with");
  log.info(
      "training with TAO. If difference is large, please post an issue on the forum and link your original "
      "model.");
  log.info("A number counts as different when it is off by more than " + threshold_text(tolerance) + ".");
  if (verdict.departures.empty()) return;
  const verify::Departure& first = verdict.departures.front();
  log.info("The first tensor that differs is made by " + first.node +
           (first.plugin.empty() ? "" : " of plugin " + first.plugin) + ", converted to " + first.layer +
           ": difference " + verify::difference_text(first.difference) +
           (first.note.empty() ? "" : " (" + first.note + ")") + "; " +
           std::to_string(verdict.departures.size()) + " tensors differ in all.");
}

// What real Keras says, or that nobody has run the Python of the model's own layers.
void report_keras(Log& log, const pipeline::Outcome& outcome, const std::string& python) {
  for (const pipeline::KerasVerdict& verdict : outcome.keras) {
    if (!verdict.missing.empty())
      log.warning(verdict.file + " was not run in real Keras: " + verdict.missing + ".");
    else if (!verdict.problem.empty())
      log.warning(verdict.file + " in real Keras (" + verdict.keras + "): " + verdict.problem + ".");
    else
      log.info(verdict.file + " in real Keras (" + verdict.keras +
               ") gives the numbers of the original: largest difference " +
               verify::difference_text(verdict.difference) + ".");
  }
  if (!python.empty() || outcome.custom_classes.empty()) return;
  log.info("The Python of the model's own layers (" + join(outcome.custom_classes, ", ") +
           ") was not executed; --check-with python3 runs it where that has Keras.");
}

// Who finds them beside the new files may take them for the same model.
void report_older_files(Log& log, const std::vector<std::filesystem::path>& files) {
  if (files.empty()) return;
  const std::string names =
      join(files, ", ", [](const std::filesystem::path& file) { return file.string(); });
  log.info("From an earlier conversion, and left as " +
           std::string(files.size() == 1 ? "it is: " : "they are: ") + names);
}

Json to_json(const pipeline::Outcome& outcome, double tolerance) {
  Json json{{"ok", true},
            {"files", Json::array()},
            {"nodes", outcome.onnx_nodes},
            {"layers", outcome.layers},
            {"weights", outcome.weights},
            {"difference", outcome.verdict.largest},
            {"tolerance", tolerance},
            {"relative_tolerance", verify::relative_tolerance},
            {"within", outcome.verdict.within},
            {"proven", outcome.verdict.within && outcome.verdict.doubts.empty()},
            {"batches", outcome.verdict.batches},
            {"departures", Json::array()},
            {"doubts", Json::array()},
            {"older_files", Json::array()}};
  for (const pipeline::KerasVerdict& verdict : outcome.keras) {
    Json entry{{"file", verdict.file}};
    if (verdict.missing.empty())
      entry.update({{"keras", verdict.keras},
                    {"difference", verdict.difference},
                    {"within", verdict.problem.empty()}});
    for (const auto& [key, text] : {std::pair{"missing", verdict.missing}, {"problem", verdict.problem}})
      if (!text.empty()) entry[key] = text;
    json["real_keras"].push_back(std::move(entry));
  }
  for (const auto& file : outcome.files) json["files"].push_back(file.string());
  for (const auto& file : outcome.older_files) json["older_files"].push_back(file.string());
  for (const auto& [stage, seconds] : outcome.seconds) json["seconds"][stage] = seconds;
  for (const auto& d : outcome.verdict.departures)
    json["departures"].push_back({{"node", d.node},
                                  {"plugin", d.plugin},
                                  {"layer", d.layer},
                                  {"difference", d.difference},
                                  {"note", d.note}});
  for (const auto& doubt : outcome.verdict.doubts)
    json["doubts"].push_back({{"output", doubt.output}, {"text", doubt.text}});
  return json;
}

Result<pipeline::Outcome> convert(const Options& options, Log& log) {
  BYOM_TRY(Key key, read_key(options));
  if (!key.warning.empty()) log.warning(key.warning);
  BYOM_TRY(const auto registry, open_registry(options.custom_meta));
  BYOM_CHECK_OK(follow_choices(*registry, options.kernels, options.without_builtin));
  registry::Session session;
  session.guard.emplace();
  session.options["kernel_initializer"] = options.kernel_initializer;
  pipeline::Progress progress = progress_in(log);
  // With --json all of standard output is the outcome.
  progress.dump = [&](const std::string& graph) {
    options.json ? log.plain(graph) : static_cast<void>(std::fputs(graph.c_str(), stdout));
  };
  auto outcome = pipeline::convert(request_of(options, std::move(key.text)), *registry, session, progress);
  for (const std::string& note : registry->notes()) log.info(note);
  for (const std::string& note : session.notes()) log.info(note);
  return outcome;
}

}  // namespace

pipeline::Progress progress_in(Log& log) {
  return {[&log](const std::string& text) { log.stage(text); },
          [&log](const std::string& text) { log.info(text); },
          [&log](const std::string& text) { log.warning(text); }};
}

int run_convert(const Options& options) {
  end_cleanly_on_signals();
  name_who_crashes(options.json);
  Log log(options.verbose);
  const PluginWatch watch{PluginWatch::Seconds(options.plugin_deadline)};
  try {
    const auto outcome = convert(options, log);
    if (!outcome) return log.failure(outcome.error(), options.json);
    for (const std::string& warning : outcome->verdict.warnings) log.warning(warning);
    report_verdict(log, outcome->verdict, options.tolerance);
    report_keras(log, *outcome, options.check_with);
    for (const auto& file : outcome->files) log.info("Wrote " + file.string());
    report_older_files(log, outcome->older_files);
    if (options.json) std::printf("%s\n", json_text(to_json(*outcome, options.tolerance), 2).c_str());
    return exit_done;
  } catch (const std::bad_alloc&) {
    return log.failure(fail(exit_limit, "Out of memory; nothing was written."), options.json);
  } catch (const std::exception& e) {
    return log.failure(
        fail(exit_bug, std::string("A bug of tao_byom: ") + e.what() + ". Please report it with the model."),
        options.json);
  }
}

}  // namespace byom::cli
