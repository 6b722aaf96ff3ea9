// What ONNX's recurrent operators have in common: their schema, their shapes, and their Keras layers.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/recurrent_activation.hpp"

namespace byom {

// How the operators differ in what they take.
struct RecurrentKind {
  std::int64_t gates;
  std::vector<RecurrentFunction> functions;  // of one direction, where the node names none
  bool has_cell;                             // a second state, with an input and an output of its own
};

// Inputs, outputs and attributes that all have. `gates`: in which order weights hold them.
Schema recurrent_schema(std::string_view type, std::vector<std::int64_t> since, const RecurrentKind& kind,
                        std::string_view gates);

struct RecurrentShape {
  Dim samples;
  std::int64_t steps = 0, inputs = 0, units = 0, directions = 0;
  bool batch_first = false;
};
// Errors: inputs and attributes that do not fit each other.
Result<RecurrentShape> recurrent_shape(const Node& node, const RecurrentKind& kind);
// The descriptors of all outputs.
Result<Descs> infer_recurrent(const Node& node, const RecurrentKind& kind);

// Whether direction `d` of the node runs from the last step to the first.
bool runs_backwards(const Node& node, std::int64_t d);

// The node as Keras layers `type`, one a direction. order[g]: which of ONNX's gates is gate g of Keras.
// config: keys of the layer besides those that all have. separate_bias: the layer has both biases, as rows of
// one weight; else their sum.
struct RecurrentLayers {
  const char* type;
  std::vector<std::int64_t> order;
  Attrs config;
  bool separate_bias = false;
};
Result<Vals> translate_recurrent(const Node& node, Keras& keras, const RecurrentKind& kind,
                                 const RecurrentLayers& layers);

}  // namespace byom
