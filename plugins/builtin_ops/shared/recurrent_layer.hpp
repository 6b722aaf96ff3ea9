// Keras's recurrent layers: their configuration, shapes and arithmetic, apart from ONNX's operators.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <byom/op.hpp>

namespace byom {

enum class KerasCell { lstm, gru, simple };

// The schema's inputs, outputs and configuration keys. `states`: the name of its further inputs, if it has
// any.
Schema recurrent_layer_schema(std::string_view type, KerasCell cell, std::string_view states = "");
// [N, steps, units] or, without return_sequences, [N, units]; with return_state the states follow.
Result<Descs> infer_recurrent_layer(const Node& node, KerasCell cell, std::size_t states_given);
// The kernel: input 0 is the sequences, inputs 1 to states_given the states to begin with.
Result<Done> run_recurrent_layer(const Node& node, Io& io, KerasCell cell, std::size_t states_given);
// The weights of a layer; `owner` is the path of the object that has them: "cell/".
Layer& add_recurrent_weights(Layer& layer, const std::string& owner);

// A layer of Keras's own, which begins with zeros.
Op recurrent_layer(Schema schema, std::string_view type, KerasCell cell);

}  // namespace byom
