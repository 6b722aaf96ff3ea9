// JSON for files, pipes and terminals.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace byom {

// `indent` spaces for each level; all in one line where it is negative. U+FFFD stands for bytes that are not
// UTF-8, which names of files may hold: JSON cannot.
std::string json_text(const nlohmann::json& json, int indent = -1);
std::string json_text(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace byom
