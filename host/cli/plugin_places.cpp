// Looking for plugins, and telling where.
#include "host/cli/plugin_places.hpp"

#include "host/cli/installed_plugins.hpp"

namespace byom::cli {

registry::Survey survey_plugins(const std::vector<std::string>& custom_meta) {
  return registry::survey(plugin_folders(), {custom_meta.begin(), custom_meta.end()});
}

std::string describe_places(const registry::Survey& survey) {
  std::string text;
  const auto section = [&](const std::string& heading, const std::vector<registry::Place>& places) {
    if (!places.empty()) text += (text.empty() ? "" : "\n") + heading + ":\n";
    for (const auto& [path, why] : places) {
      const bool named = why.find(path.string()) != std::string::npos;
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
