// Which folders and manifests were looked at, as the commands about plugins tell it.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "host/registry/discover.hpp"

namespace byom::cli {

// The program's folders, and the files of -c.
registry::Survey survey_plugins(const std::vector<std::string>& custom_meta);
// Manifests that cannot be used, those a later one replaces, folders; a heading and a line for each.
std::string describe_places(const registry::Survey& survey);
// The same under the keys "refused", "replaced" and "folders".
void add_places(const registry::Survey& survey, nlohmann::ordered_json& json);

}  // namespace byom::cli
