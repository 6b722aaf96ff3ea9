// `plugins list`: what the manifests say; no plugin's code runs.
#include <algorithm>
#include <cstdio>
#include <map>

#include <nlohmann/json.hpp>

#include "host/cli/command_line.hpp"
#include "host/cli/plugin_places.hpp"
#include "host/cli/plugins.hpp"
#include "host/registry/load_plugin.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"

namespace byom::cli {
namespace {

using registry::Claim;
using registry::Manifest;
using Json = nlohmann::ordered_json;

const CommandLine& list_line() {
  static const CommandLine line{
      "tao_byom plugins list",
      "Lists every plugin: where it is from, its library, what it offers and what is wrong with it. No "
      "plugin's code runs. Exit code 2 when a manifest cannot be used, 5 when a plugin has a problem.",
      {},
      survey_options({}, "print everything as JSON")};
  return line;
}

// "216: reference (tier 0)", "3: 2 fast (tier 5), 1 reference (tier 0)".
std::string kernels(const Manifest& manifest) {
  if (manifest.kernels.empty()) return manifest.complete ? "none" : "not listed by the manifest";
  std::map<std::string, int> kinds;
  for (const auto& kernel : manifest.kernels)
    ++kinds[(kernel.backend.empty() ? "unnamed" : kernel.backend) + " (tier " + std::to_string(kernel.tier) +
            ")"];
  std::string text;
  for (const auto& [kind, count] : kinds)
    append(text, ", ", (kinds.size() > 1 ? std::to_string(count) + " " : "") + kind);
  return std::to_string(manifest.kernels.size()) + ": " + text;
}

std::string problem_of(const Manifest& manifest) {
  const auto usable = registry::check_unmapped(manifest);
  return usable ? "" : usable.error().text;
}

std::string describe(const Manifest& manifest) {
  std::string text = plugin_text(manifest) + "\n";
  const auto row = [&](std::string name, const std::string& value) {
    name.resize(11, ' ');
    if (!value.empty()) text += "  " + name + value + "\n";
  };
  const std::size_t layers = manifest.layer_classes.size();
  row("manifest", manifest.file.string());
  row("library", manifest.library.string());
  row("python", manifest.python_file.string());
  row("operators", summary(manifest.ops));
  row("kernels", kernels(manifest));
  row("layers", layers == 0 ? "none" : std::to_string(layers) + (layers == 1 ? " class" : " classes"));
  row("patterns", manifest.patterns ? "some" : "none");
  row("overrides", manifest.overrides.empty() ? "" : summary(manifest.overrides));
  row("problem", problem_of(manifest));
  return text;
}

std::string describe(const registry::Survey& survey) {
  std::string text;
  for (const Manifest& manifest : survey.manifests) append(text, "\n", describe(manifest));
  if (!text.empty()) text += "\n";
  return text + describe_places(survey);
}

Json texts(const std::vector<Claim>& claims) {
  Json json = Json::array();
  for (const Claim& claim : claims) json.push_back(registry::text(claim));
  return json;
}

Json to_json(const Manifest& manifest) {
  Json json{{"id", manifest.id},
            {"version", manifest.version},
            {"from", registry::origin(manifest)},
            {"manifest", manifest.file.string()},
            {"library", manifest.library.string()},
            {"python", manifest.python_file.string()},
            {"abi", {manifest.abi_major, manifest.abi_built, manifest.abi_needed}},
            {"operators", texts(manifest.ops)},
            {"kernels", Json::array()},
            {"layers", Json::array()},
            {"patterns", manifest.patterns},
            {"overrides", texts(manifest.overrides)},
            {"cpu", manifest.cpu},
            {"problem", problem_of(manifest)}};
  for (const auto& [op, backend, tier] : manifest.kernels)
    json["kernels"].push_back({{"operator", registry::text(op)}, {"backend", backend}, {"tier", tier}});
  for (const auto& [module, name] : manifest.layer_classes)
    json["layers"].push_back({{"module", module}, {"class", name}});
  return json;
}

Json to_json(const registry::Survey& survey) {
  Json json{{"plugins", Json::array()}};
  for (const Manifest& manifest : survey.manifests) json["plugins"].push_back(to_json(manifest));
  add_places(survey, json);
  return json;
}

int list(const ParsedOptions& options) {
  const registry::Survey survey = survey_plugins(options);
  const std::string text = either(
      options, [&] { return describe(survey); }, [&] { return to_json(survey); });
  std::fputs(text.c_str(), stdout);
  if (const auto any = any_plugin(options, survey); !any) {
    std::fprintf(stderr, "ERROR: %s\n", any.error().text.c_str());
    return any.error().code;
  }
  if (!survey.refused.empty()) return exit_usage;
  const bool faulty =
      std::ranges::any_of(survey.manifests, [](const Manifest& m) { return !problem_of(m).empty(); });
  return faulty ? exit_plugin : exit_done;
}

}  // namespace

int run_plugins_list(const std::vector<std::string>& args) {
  return list_line().run(args, list);
}

}  // namespace byom::cli
