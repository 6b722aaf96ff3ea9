// What the configurations of both dialects have in common: values as JSON, a layer's configuration, its
// arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/keras/model.hpp"

namespace byom::keras {

using Json = nlohmann::ordered_json;

// Keras's name of a dtype ("float32", "string").
std::string keras_dtype(std::int32_t dtype);
// The dtype (BYOM_...) of Keras's name; 0: none.
std::int32_t dtype_of_keras(const std::string& name);

// Nothing where a value has no JSON: a graph, an infinite or undefined number. A float is the shortest
// decimal that gives it back.
std::optional<Json> value_json(const ir::Attribute& attribute);

// [null, 3, 8, 8]: extents that are not numbers are null. Unknown rank: [].
Json shape_json(const ir::Value& value);

// `name`, `trainable`, `dtype` (not for operations), the keys as the form writes them, and the initializer of
// kernels. A tensor is {"class_name": "__numpy__", ...} with its ir::elements_json. Errors: exit_plugin,
// naming the layer and the key.
Result<Json> layer_configuration(const Model& model, const Layer& layer,
                                 const std::string& kernel_initializer);

// The layers that take the user's initializer but cannot have this one, so that their configuration names
// none.
std::vector<std::string> layers_without_initializer(const Model& model, const std::string& initializer);

// The keyword arguments of a call: the attributes that the form marks with BYOM_KEY_CALL_ARGUMENT.
Result<Json> call_arguments(const Model& model, const Layer& layer, std::size_t call);

}  // namespace byom::keras
