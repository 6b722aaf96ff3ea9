// `run MODEL`: computes an ONNX model with the plugins' kernels and tells what comes out.
#include "host/cli/run.hpp"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "host/cli/command_line.hpp"
#include "host/cli/convert.hpp"
#include "host/cli/installed_plugins.hpp"
#include "host/cli/log.hpp"
#include "host/cli/options.hpp"
#include "host/cli/plugin_places.hpp"
#include "host/cli/plugin_watch.hpp"
#include "host/cli/signals.hpp"
#include "host/ir/tensor_json.hpp"
#include "host/pipeline/run_model.hpp"
#include "host/support/exit.hpp"
#include "host/support/json_text.hpp"
#include "host/support/quote.hpp"
#include "host/verify/statistics.hpp"

namespace byom::cli {
namespace {

using Json = nlohmann::ordered_json;
using pipeline::ComputedTensor;

// Of at most so many elements every one is shown.
constexpr std::int64_t few_elements = 16;

// A conversion's option, which here is not about its check.
OptionRow about_inputs(const char* name, const char* help) {
  OptionRow row = conversion_option(name);
  row.help = help;
  row.group = conversion_option("input-shape").group;
  return row;
}

const CommandLine& run_line() {
  static const CommandLine line{
      "tao_byom run",
      "Computes an ONNX model with the plugins' kernels, without converting it, and prints name, type, shape "
      "and the values of each output: every element of small ones, else lowest, highest and mean. Inputs "
      "without a file are drawn as for the check of a conversion, with batch 1 where the model leaves it "
      "free.",
      {{"MODEL", true}},
      survey_options(
          {conversion_option("kernels"),
           conversion_option("without-builtin"),
           conversion_option("plugin-deadline"),
           conversion_option("input-shape"),
           about_inputs("input", "values (.npy) for an input; may be repeated"),
           about_inputs("seed", "start of the numbers of inputs without a file"),
           {"node", "", Takes::one, true, "NODE", "",
            "node, its output, or an input, whose value is shown instead of the outputs; may be repeated",
            "output"},
           {"output", "", Takes::one, false, "DIR", "",
            "folder for the whole values, NAME.npy each; made where it is missing", "output"}},
          "print everything as JSON")};
  return line;
}

std::string short_text(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", number);
  return text;
}

std::string type_text(const ir::Tensor& tensor) {
  return ir::dtype_name(tensor.dtype) + ir::shape_text(tensor.shape);
}

// "[[1.0,nan]]": JSON's quotes round numbers that it lacks are left out.
std::string elements_text(const ir::Tensor& tensor) {
  std::string text = json_text(ir::elements_json(tensor));
  if (tensor.dtype != BYOM_STRING) std::erase(text, '"');
  return text;
}

std::string statistics_text(const verify::Statistics& found) {
  if (found.numbers == 0) return ", every element is NaN";
  return ", min " + short_text(found.lowest) + ", max " + short_text(found.highest) + ", mean " +
         short_text(found.mean) + (found.nans == 0 ? "" : ", and " + std::to_string(found.nans) + " NaN");
}

// "y: float[1,1000], min -3.21, max 9.87, mean 0.0123"
std::string describe(const ComputedTensor& computed) {
  const ir::Tensor& tensor = computed.tensor;
  const std::string text = byom::escaped(computed.name) + ": " + type_text(tensor);
  const auto found = verify::statistics(tensor);
  if (tensor.count() == 0) return text + ", empty\n";
  if (!found && tensor.dtype != BYOM_STRING) return text + ", of a type whose elements are not shown\n";
  if (tensor.count() <= few_elements) return text + " = " + elements_text(tensor) + "\n";
  return text + (found ? statistics_text(*found) : "") + "\n";
}

Json to_json(const ComputedTensor& computed) {
  const ir::Tensor& tensor = computed.tensor;
  Json json{{"name", computed.name}, {"type", ir::dtype_name(tensor.dtype)}, {"shape", tensor.shape}};
  const auto found = verify::statistics(tensor);
  if (found && found->numbers > 0)
    json.update({{"min", ir::number_json(found->lowest)},
                 {"max", ir::number_json(found->highest)},
                 {"mean", ir::number_json(found->mean)}});
  if (found) json["nan"] = found->nans;
  if (tensor.count() <= few_elements && (found || tensor.dtype == BYOM_STRING))
    json["values"] = ir::elements_json(tensor);
  if (!computed.file.empty()) json["file"] = computed.file.string();
  return json;
}

std::string describe(const std::vector<ComputedTensor>& computed) {
  std::string lines;
  for (const ComputedTensor& one : computed) lines += describe(one);
  return lines;
}

Json to_json(const std::vector<ComputedTensor>& computed) {
  Json json{{"ok", true}, {"outputs", Json::array()}};
  for (const ComputedTensor& one : computed) json["outputs"].push_back(to_json(one));
  return json;
}

pipeline::RunRequest request_of(const ParsedOptions& options, std::vector<std::string>& problems) {
  for (const char* name : {"custom_meta", "without-builtin", "node", "output"})
    reject_empty(options, name, problems);
  pipeline::RunRequest request;
  request.model = options.words.at(0);
  request.input_shapes = read_input_shapes(options.all("input-shape"), problems);
  request.input_files = read_input_files(options.all("input"), problems);
  request.seed = read_seed(options, problems);
  request.nodes = options.all("node");
  request.output = options.value("output");
  return request;
}

Result<std::vector<ComputedTensor>> compute(const ParsedOptions& options, const pipeline::RunRequest& request,
                                            Log& log) {
  const auto files = options.all("custom_meta");
  BYOM_TRY(const auto registry, open_registry({files.begin(), files.end()}));
  BYOM_CHECK_OK(follow_choices(*registry, options.parts("kernels"), options.all("without-builtin")));
  registry::Session session;
  session.guard.emplace();
  auto computed = pipeline::run_model(request, *registry, session, progress_in(log));
  for (const std::string& note : registry->notes()) log.info(note);
  for (const std::string& note : session.notes()) log.info(note);
  return computed;
}

int run_with(const ParsedOptions& options) {
  end_cleanly_on_signals();
  name_who_crashes(options.has("json"));
  Log log(false);
  std::vector<std::string> problems;
  const pipeline::RunRequest request = request_of(options, problems);
  const PluginWatch::Seconds deadline(read_amount(options, "plugin-deadline", true, problems));
  if (!problems.empty()) return log.failure(usage_error(problems), options.has("json"));
  const PluginWatch watch(deadline);
  const auto computed = compute(options, request, log);
  if (!computed) return log.failure(computed.error(), options.has("json"));
  for (const ComputedTensor& one : *computed)
    if (!one.file.empty()) log.info("Wrote " + one.file.string());
  const std::string text = either(
      options, [&] { return describe(*computed); }, [&] { return to_json(*computed); });
  std::fputs(text.c_str(), stdout);
  return exit_done;
}

}  // namespace

int run_run(const std::vector<std::string>& args) {
  return run_line().run(args, run_with);
}

}  // namespace byom::cli
