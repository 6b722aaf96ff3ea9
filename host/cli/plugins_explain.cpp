// `plugins explain MODEL`: who serves each node, the runners-up, who declined and why, the layers.
#include <algorithm>
#include <cstdio>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "host/cli/command_line.hpp"
#include "host/cli/installed_plugins.hpp"
#include "host/cli/log.hpp"
#include "host/cli/options.hpp"
#include "host/cli/plugin_places.hpp"
#include "host/cli/plugin_watch.hpp"
#include "host/cli/plugins.hpp"
#include "host/cli/signals.hpp"
#include "host/pipeline/explain.hpp"
#include "host/registry/choose_kernel.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"

namespace byom::cli {
namespace {

using pipeline::Explanation;
using pipeline::NodeExplanation;
using Json = nlohmann::ordered_json;

const CommandLine& explain_line() {
  static const CommandLine line{
      "tao_byom plugins explain",
      "Says which plugin and which kernel serve each node of a model, what else offers itself, who declined "
      "and why, which Keras layers the node becomes, and where plugins were looked for. Nothing is written. "
      "The exit code is that of converting, as far as this looks: 1 when a node cannot be converted, 2 when "
      "a manifest cannot be used, 5 when a plugin is at fault.",
      {{"MODEL", true}},
      survey_options(
          {conversion_option("kernels"),
           conversion_option("without-builtin"),
           conversion_option("input-shape"),
           {"nodes", "", Takes::nothing, false, "", "", "name every node, not one of each kind", "output"}},
          "print everything, node by node, as JSON")};
  return line;
}

bool is_chosen(const NodeExplanation& node, std::size_t i) {
  return i == 0 && !node.kernel_why.empty();
}

std::string kernel_line(const NodeExplanation& node, std::size_t i) {
  const registry::AskedKernel& asked = node.kernels[i];
  const std::string text = kernel_text(asked.offer);
  if (is_chosen(node, i)) return text + ": " + node.kernel_why;
  if (!asked.declined.empty()) return text + ": declined: " + asked.declined;
  return node.kernel_why.empty() ? text : text + ": would be next";
}

// "keras::Padding, keras::MyLayer of com.acme.ops 1.0 (-c)", one plugin a row.
std::vector<std::string> layer_lines(const NodeExplanation& node) {
  if (!node.no_layers.empty()) return {"none: " + node.no_layers};
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < node.layers.size();) {
    const registry::Plugin* plugin = node.layers[i].plugin;
    std::string names;
    for (; i < node.layers.size() && node.layers[i].plugin == plugin; ++i)
      append(names, ", ", node.layers[i].claim);
    lines.push_back(names + " of " + plugin_text(plugin->manifest));
  }
  return lines;
}

// The same for all nodes of one outcome.
std::string outcome(const NodeExplanation& node) {
  std::string text;
  const auto rows = [&](std::string head, const std::vector<std::string>& values) {
    for (const std::string& value : values) {
      std::istringstream lines(value);
      for (std::string line; std::getline(lines, line); head.clear())
        text += "  " + head + std::string(9 - head.size(), ' ') + line + "\n";
    }
  };
  std::vector<std::string> plugins, kernels;
  for (const registry::OpOffer& offer : node.plugins)
    plugins.push_back(plugin_text(*offer.manifest) + ": " + offer.why);
  for (std::size_t i = 0; i < node.kernels.size(); ++i) kernels.push_back(kernel_line(node, i));
  if (!node.kernel_problem.empty()) kernels.push_back(node.kernel_problem);
  rows("plugin", plugins);
  rows("kernel", kernels);
  if (node.pattern_of != nullptr)
    rows("pattern", {node.pattern + ", by " + plugin_text(node.pattern_of->manifest)});
  if (node.problem.empty()) rows("layers", layer_lines(node));
  rows("unused", {node.unused});
  rows("problem", {node.problem});
  return text;
}

std::string layer_names(const NodeExplanation& node) {
  std::string text;
  for (const pipeline::MadeLayer& layer : node.layers) text += (text.empty() ? ": " : ", ") + layer.name;
  return text;
}

// Nodes with one operator and one outcome, in the order of the first of them.
std::string describe(const Explanation& explanation, bool every_node) {
  std::vector<std::pair<std::string, std::vector<const NodeExplanation*>>> groups;
  for (const NodeExplanation& node : explanation.nodes) {
    const std::string key = node.claim + "\n" + outcome(node);
    auto group = groups.begin();
    while (group != groups.end() && group->first != key) ++group;
    if (group == groups.end()) group = groups.insert(groups.end(), {key, {}});
    group->second.push_back(&node);
  }
  std::string text;
  for (const auto& [key, nodes] : groups) {
    const std::string count = std::to_string(nodes.size());
    text += nodes[0]->claim + " (" + (nodes.size() == 1 ? "1 node: " : count + " nodes, such as ") +
            nodes[0]->node + ")" + key.substr(key.find('\n'));
    if (every_node)
      for (const NodeExplanation* node : nodes)
        text += "  node     " + node->node + (node->constant ? ", constant" : "") + layer_names(*node) + "\n";
    text += "\n";
  }
  if (!explanation.no_layers.empty()) text += "Keras layers: " + explanation.no_layers + ".\n\n";
  return text;
}

// Libraries of the plugins that some node uses; ids of manifests written by hand are not those of the tables.
std::set<std::string> libraries_in_use(const Explanation& explanation) {
  std::set<std::string> used;
  for (const NodeExplanation& node : explanation.nodes) {
    if (!node.unused.empty()) continue;
    for (const registry::OpOffer& offer : node.plugins)
      if (offer.serves) used.insert(offer.manifest->library.string());
    if (!node.kernel_why.empty())
      used.insert(node.kernels[0].offer.kernel->plugin->manifest.library.string());
    if (node.pattern_of != nullptr) used.insert(node.pattern_of->manifest.library.string());
    for (const pipeline::MadeLayer& layer : node.layers) used.insert(layer.plugin->manifest.library.string());
  }
  return used;
}

// What a plugin that nothing uses would serve.
std::string offers(const registry::Manifest& manifest) {
  if (!manifest.ops.empty()) return "operators " + summary(manifest.ops);
  std::vector<registry::Claim> kernels;
  for (const registry::KernelClaim& kernel : manifest.kernels)  // several may compute one operator
    if (std::ranges::find(kernels, kernel.op) == kernels.end()) kernels.push_back(kernel.op);
  return kernels.empty() ? "patterns" : "kernels " + summary(kernels);  // a manifest of nothing is refused
}

std::string describe(const Explanation& explanation, const registry::Survey& survey) {
  const std::set<std::string> used = libraries_in_use(explanation);
  std::string text = "Plugins:\n";
  for (const registry::Manifest& manifest : survey.manifests)
    text += "  " + plugin_text(manifest) + ": " + manifest.file.string() +
            (manifest.builtin || used.contains(manifest.library.string())
                 ? "\n"
                 : "; serves no node; " + offers(manifest) + "\n");
  return text + "\n" + describe_places(survey);
}

Json plugins_of(const NodeExplanation& node) {
  Json json = Json::array();
  for (const registry::OpOffer& offer : node.plugins)
    json.push_back({{"id", offer.manifest->id},
                    {"version", offer.manifest->version},
                    {"from", registry::origin(*offer.manifest)},
                    {"manifest", offer.manifest->file.string()},
                    {"serves", offer.serves},
                    {"why", offer.why}});
  return json;
}

Json kernels_of(const NodeExplanation& node) {
  Json json = Json::array();
  for (std::size_t i = 0; i < node.kernels.size(); ++i) {
    const registry::AskedKernel& asked = node.kernels[i];
    json.push_back({{"backend", ir::to_string(asked.offer.kernel->table.backend)},
                    {"plugin", asked.offer.kernel->plugin->manifest.id},
                    {"tier", asked.offer.tier},
                    {"cost_ns", asked.cost_ns},
                    {"chosen", is_chosen(node, i)},
                    {"why", is_chosen(node, i) ? node.kernel_why : asked.declined}});
  }
  return json;
}

Json to_json(const NodeExplanation& node) {
  Json layers = Json::array();
  for (const pipeline::MadeLayer& layer : node.layers)
    layers.push_back(
        {{"name", layer.name}, {"operator", layer.claim}, {"plugin", layer.plugin->manifest.id}});
  return {{"node", node.node},           {"index", node.index},
          {"operator", node.claim},      {"constant", node.constant},
          {"unused", node.unused},       {"plugins", plugins_of(node)},
          {"kernels", kernels_of(node)}, {"kernel_problem", node.kernel_problem},
          {"pattern", node.pattern},     {"layers", std::move(layers)},
          {"no_layers", node.no_layers}, {"problem", node.problem}};
}

Json to_json(const Explanation& explanation, const registry::Survey& survey) {
  Json json{{"nodes", Json::array()},
            {"problem", explanation.problem},
            {"no_layers", explanation.no_layers},
            {"plugins", Json::array()}};
  for (const NodeExplanation& node : explanation.nodes) json["nodes"].push_back(to_json(node));
  const std::set<std::string> used = libraries_in_use(explanation);
  for (const registry::Manifest& manifest : survey.manifests)
    json["plugins"].push_back({{"id", manifest.id},
                               {"version", manifest.version},
                               {"from", registry::origin(manifest)},
                               {"manifest", manifest.file.string()},
                               {"used", used.contains(manifest.library.string())}});
  add_places(survey, json);
  return json;
}

Result<int> answer(const ParsedOptions& options, const registry::Survey& survey, Log& log) {
  BYOM_CHECK_OK(any_plugin(options, survey));
  std::vector<std::string> problems;
  const auto shapes = read_input_shapes(options.all("input-shape"), problems);
  if (!problems.empty()) return usage_error(problems);
  registry::Registry registry(survey.manifests, registry::load_tables());
  BYOM_CHECK_OK(follow_choices(registry, options.parts("kernels"), options.all("without-builtin")));
  registry::Session session;
  session.guard.emplace();
  BYOM_TRY(const Explanation explanation, pipeline::explain(options.words.at(0), shapes, registry, session));
  for (const std::string& warning : explanation.warnings) log.warning(warning);
  for (const std::string& note : registry.notes()) log.info(note);
  for (const std::string& note : explanation.notes) log.info(note);
  const std::string text = either(
      options, [&] { return describe(explanation, options.has("nodes")) + describe(explanation, survey); },
      [&] { return to_json(explanation, survey); });
  // The text reads the plugins' tables; a crash here must not follow on a JSON text that was printed.
  const auto ended = registry.shut_down(&*session.guard);
  std::fputs(text.c_str(), stdout);
  if (!explanation.problem.empty()) log.error(explanation.problem);
  if (!ended) log.error(ended.error().text);
  return std::max<int>(explanation.code, ended ? exit_done : ended.error().code);
}

// Converting ends with the manifests that cannot be used, so that comes first.
int explain(const ParsedOptions& options) {
  name_who_crashes(options.has("json"));
  const PluginWatch watch{PluginWatch::Seconds(0)};
  Log log(false);
  const registry::Survey survey = survey_plugins(options);
  const auto code = answer(options, survey, log);
  const int exit = !survey.refused.empty() ? exit_usage : code ? *code : code.error().code;
  if (code) return exit;
  std::string text;
  for (const registry::Place& place : survey.refused) text += place.why + "\n";
  return log.failure({exit, text + code.error().text}, options.has("json"));
}

}  // namespace

int run_plugins_explain(const std::vector<std::string>& args) {
  return explain_line().run(args, explain);
}

}  // namespace byom::cli
