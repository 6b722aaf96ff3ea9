// `plugins explain MODEL`: who serves each node, the runners-up, who declined and why.
#include <cstdio>

#include <nlohmann/json.hpp>

#include "host/cli/command_line.hpp"
#include "host/cli/log.hpp"
#include "host/cli/options.hpp"
#include "host/cli/plugin_places.hpp"
#include "host/cli/plugins.hpp"
#include "host/pipeline/explain.hpp"
#include "host/support/exit.hpp"

namespace byom::cli {
namespace {

using pipeline::Explanation;
using pipeline::NodeExplanation;
using Json = nlohmann::ordered_json;

const CommandLine& line() {
  static const CommandLine line{
      "tao_byom plugins explain",
      "Says which plugin and which kernel serve each node of a model, what else offers itself, who declined "
      "and why, and where plugins were looked for. Nothing is converted. Exit code 1 when a node is not "
      "served.",
      {{"MODEL", true}},
      {conversion_option("input-shape"),
       conversion_option("custom_meta"),
       conversion_option("kernels"),
       conversion_option("without-builtin"),
       {"nodes", "", Takes::nothing, false, "", "", "name every node, not one of each kind", "output"},
       {"json", "", Takes::nothing, false, "", "", "print everything, node by node, as JSON", "output"}}};
  return line;
}

// "com.acme.ops 1.0 (-c)"
std::string plugin_text(const registry::Manifest& manifest) {
  return manifest.id + (manifest.version.empty() ? "" : " " + manifest.version) + " (" +
         registry::origin(manifest) + ")";
}

std::string kernel_line(const NodeExplanation& node, std::size_t i) {
  const registry::AskedKernel& asked = node.kernels[i];
  const bool chosen = i == 0 && !node.kernel_why.empty();
  return registry::kernel_text(*asked.offer.kernel) + ", tier " + std::to_string(asked.offer.tier) + ": " +
         (chosen                     ? node.kernel_why
          : !asked.declined.empty()  ? "declined: " + asked.declined
          : !node.kernel_why.empty() ? "would be next"
                                     : "not asked");
}

// The same for all nodes of one outcome.
std::string outcome(const NodeExplanation& node) {
  std::string text;
  const auto row = [&](const std::string& head, const std::string& value) {
    text += "  " + head + std::string(9 - head.size(), ' ') + value + "\n";
  };
  std::string head = "plugin";
  for (const registry::OpOffer& offer : node.plugins) {
    row(head, plugin_text(*offer.manifest) + ": " + offer.why);
    head.clear();
  }
  head = "kernel";
  for (std::size_t i = 0; i < node.kernels.size(); ++i) {
    row(head, kernel_line(node, i));
    head.clear();
  }
  if (!node.kernel_problem.empty()) row(head, node.kernel_problem);
  if (!node.problem.empty()) row("problem", node.problem);
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
        text += "  node     " + node->node + (node->constant ? ", constant" : "") + "\n";
    text += "\n";
  }
  return text;
}

Json to_json(const NodeExplanation& node) {
  Json json{{"node", node.node},
            {"index", node.index},
            {"operator", node.claim},
            {"constant", node.constant},
            {"plugins", Json::array()},
            {"kernels", Json::array()},
            {"kernel_problem", node.kernel_problem},
            {"problem", node.problem}};
  for (const registry::OpOffer& offer : node.plugins)
    json["plugins"].push_back({{"id", offer.manifest->id},
                               {"version", offer.manifest->version},
                               {"from", registry::origin(*offer.manifest)},
                               {"manifest", offer.manifest->file.string()},
                               {"serves", offer.serves},
                               {"why", offer.why}});
  for (std::size_t i = 0; i < node.kernels.size(); ++i) {
    const registry::AskedKernel& asked = node.kernels[i];
    const bool chosen = i == 0 && !node.kernel_why.empty();
    json["kernels"].push_back({{"backend", ir::to_string(asked.offer.kernel->table.backend)},
                               {"plugin", asked.offer.kernel->plugin->manifest.id},
                               {"tier", asked.offer.tier},
                               {"cost_ns", asked.cost_ns},
                               {"chosen", chosen},
                               {"why", chosen ? node.kernel_why : asked.declined}});
  }
  return json;
}

void print(const Explanation& explanation, const registry::Survey& survey, const ParsedOptions& options) {
  std::string text;
  if (options.has("json")) {
    Json json{{"nodes", Json::array()}};
    for (const NodeExplanation& node : explanation.nodes) json["nodes"].push_back(to_json(node));
    add_places(survey, json);
    text = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  } else {
    text = describe(explanation, options.has("nodes")) + describe_places(survey);
  }
  std::fputs(text.c_str(), stdout);
}

Result<int> answer(const ParsedOptions& options, Log& log) {
  std::vector<std::string> problems;
  const auto shapes = read_input_shapes(options.all("input-shape"), problems);
  std::string wrong;
  for (const std::string& problem : problems) wrong += (wrong.empty() ? "" : "\n") + problem;
  if (!wrong.empty()) return fail(exit_usage, wrong);
  const registry::Survey survey = survey_plugins(options.all("custom_meta"));
  registry::Registry registry(survey.manifests, registry::load_tables());
  BYOM_CHECK_OK(registry.prefer_kernels(options.parts("kernels")));
  BYOM_CHECK_OK(registry.without_builtin(options.all("without-builtin")));
  registry::Session session;
  BYOM_TRY(const Explanation explanation, pipeline::explain(options.words.at(0), shapes, registry, session));
  for (const std::string& warning : explanation.warnings) log.warning(warning);
  for (const std::string& note : registry.notes()) log.info(note);
  print(explanation, survey, options);
  int code = survey.refused.empty() ? exit_done : exit_usage;
  for (const NodeExplanation& node : explanation.nodes)
    if (!node.problem.empty()) code = exit_unsupported;
  return code;
}

int explain(const ParsedOptions& options) {
  Log log(false);
  const auto code = answer(options, log);
  if (code) return *code;
  log.error(code.error().text);
  return code.error().code;
}

}  // namespace

int run_plugins_explain(const std::vector<std::string>& args) {
  return line().run(args, explain);
}

}  // namespace byom::cli
