// Looking for plugins, and telling where.
#include "host/cli/plugin_places.hpp"

#include <algorithm>
#include <map>

#include "host/cli/installed_plugins.hpp"
#include "host/cli/options.hpp"
#include "host/registry/choose_kernel.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/json_text.hpp"

namespace byom::cli {

std::vector<OptionRow> survey_options(std::vector<OptionRow> own, const char* everything) {
  own.insert(own.begin(), conversion_option("custom_meta"));
  own.push_back({"json", "", Takes::nothing, false, "", "", everything, "output"});
  return own;
}

registry::Survey survey_plugins(const ParsedOptions& options) {
  std::vector<std::filesystem::path> files;
  for (const std::string& file : options.all("custom_meta"))
    if (!file.empty()) files.emplace_back(file);
  return registry::survey(plugin_folders(), files);
}

Result<Done> any_plugin(const ParsedOptions& options, const registry::Survey& survey) {
  if (std::ranges::count(options.all("custom_meta"), "") > 0)
    return fail(exit_usage, "--custom_meta is given an empty argument.");
  if (!survey.manifests.empty()) return done;
  const std::string folders =
      join(survey.folders, " and ", [](const registry::Place& place) { return place.path.string(); });
  return fail(exit_plugin,
              "no plugin can be used: there is no manifest that can be read in " + folders +
                  ", not even the program's own: install tao_byom anew, its files belong together.");
}

std::string either(const ParsedOptions& options, const std::function<std::string()>& text,
                   const std::function<nlohmann::ordered_json()>& json) {
  return options.has("json") ? json_text(json(), 2) + "\n" : text();
}

std::string plugin_text(const registry::Manifest& manifest) {
  return manifest.id + (manifest.version.empty() ? "" : " " + manifest.version) + " (" +
         registry::origin(manifest) + ")";
}

std::string kernel_text(const registry::KernelOffer& offer) {
  return registry::backend_text(*offer.kernel) + " of " + plugin_text(offer.kernel->plugin->manifest) +
         ", tier " + std::to_string(offer.tier);
}

std::string summary(const std::vector<registry::Claim>& claims) {
  constexpr std::size_t few = 6;
  std::string names;
  std::map<std::string, int> domains;
  for (const registry::Claim& claim : claims) {
    const std::string name = registry::text(claim);
    append(names, ", ", name);
    ++domains[name.substr(0, name.rfind("::"))];
  }
  if (claims.empty()) return "none";
  if (claims.size() <= few) return std::to_string(claims.size()) + ": " + names;
  std::string counts;
  for (const auto& [domain, count] : domains) append(counts, ", ", std::to_string(count) + " of " + domain);
  return std::to_string(claims.size()) + ": " + counts;
}

std::string describe_places(const registry::Survey& survey) {
  std::string text;
  const auto section = [&](const std::string& heading, const std::vector<registry::Place>& places) {
    if (!places.empty()) append(text, "\n", heading + ":\n");
    for (const auto& [path, why] : places) {
      const bool named = &places != &survey.replaced && why.find(path.string()) != std::string::npos;
      text += "  " + (named ? why : path.string() + (why.empty() ? "" : ": " + why)) + "\n";
    }
  };
  section("Manifests that cannot be used", survey.refused);
  section("Manifests that a later one replaces", survey.replaced);
  section("Folders looked in", survey.folders);
  return text;
}

void add_places(const registry::Survey& survey, nlohmann::ordered_json& json) {
  const auto places = [](const std::vector<registry::Place>& list) {
    auto found = nlohmann::ordered_json::array();
    for (const auto& [path, why] : list) found.push_back({{"path", path.string()}, {"why", why}});
    return found;
  };
  json["refused"] = places(survey.refused);
  json["replaced"] = places(survey.replaced);
  json["folders"] = places(survey.folders);
}

}  // namespace byom::cli
