// What the commands about the installed plugins share: options, looking for plugins, telling of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "host/cli/option_table.hpp"
#include "host/registry/discover.hpp"
#include "host/registry/op_registry.hpp"

namespace byom::cli {

// -c, the command's `own` ones, and --json, which prints `everything` as JSON.
std::vector<OptionRow> survey_options(std::vector<OptionRow> own, const char* everything);
// The program's folders, and the files of -c.
registry::Survey survey_plugins(const ParsedOptions& options);
// Errors: -c without a name (exit_usage), or there is no plugin at all (exit_plugin).
Result<Done> any_plugin(const ParsedOptions& options, const registry::Survey& survey);
// What `text` gives, or `json` with --json; of the two only that one is asked for.
std::string either(const ParsedOptions& options, const std::function<std::string()>& text,
                   const std::function<nlohmann::ordered_json()>& json);

// "com.acme.ops 1.0 (-c)"
std::string plugin_text(const registry::Manifest& manifest);
// "'reference' of com.acme.ops 1.0 (-c), tier 0"
std::string kernel_text(const registry::KernelOffer& offer);
// Few are named, many counted: "2: acme::MyOp, keras::MyOp", "216: 95 of ai.onnx, 121 of keras".
std::string summary(const std::vector<registry::Claim>& claims);
// Manifests that cannot be used, those a later one replaces, folders; a heading and a line for each.
std::string describe_places(const registry::Survey& survey);
// The same under the keys "refused", "replaced" and "folders".
void add_places(const registry::Survey& survey, nlohmann::ordered_json& json);

}  // namespace byom::cli
