// Configuration values from the JSON of a Keras file, as attributes of a layer node.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <byom/result.hpp>

#include "host/ir/attribute.hpp"
#include "host/registry/op_registry.hpp"

namespace byom::keras {

// Errors: exit_bug, a tensor whose JSON has no dtype or is ragged.
Result<ir::Attribute> read_value(const std::string& name, const nlohmann::ordered_json& json);

// The attributes behind a layer's `config` and the keyword arguments of one call, under the names the graph
// has for them. What every layer has (name, trainable, dtype) and initializers are none.
Result<std::vector<ir::Attribute>> read_attributes(const registry::Op& op, const byom_form& form,
                                                   const nlohmann::ordered_json& config,
                                                   const nlohmann::ordered_json& arguments);

}  // namespace byom::keras
