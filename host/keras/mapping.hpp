// NAME_mapping.json: which layer makes which tensor of the ONNX model, and which plugin made it.
#pragma once

#include <string>
#include <vector>

#include "host/ir/graph.hpp"
#include "host/keras/model.hpp"

namespace byom::keras {

// A tensor of the ONNX model that a value of the Keras graph stands for.
struct MappedTensor {
  std::string tensor;         // its name in the ONNX file
  std::string operator_type;  // of the node that made it; empty for an input
  ir::ValueId value = ir::absent;
  std::string plugin, plugin_version;  // who translated it
};

// JSON text: {"tensors": {name: {layer, call, output, operator, plugin, version}}, "layers": {name: {class,
// custom, plugin, version}}}. Tensors that the model no longer has are left out.
std::string mapping(const Model& model, const std::vector<MappedTensor>& tensors);

}  // namespace byom::keras
