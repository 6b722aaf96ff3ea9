// Model-local functions: calls are replaced by the nodes of the function.
#pragma once

#include "host/onnx/protos.hpp"
#include "host/onnx/reading.hpp"

namespace byom::onnx {

// Replaces every call in the main graph and in bodies. The nodes that stand for a call of the main graph
// carry its position in reading.file_index; names inside a call become "OUTPUT/name" after the call's first
// output. Problems: functions that call themselves (the path is named), that are written for another opset
// than the model, more than 1e6 nodes in all.
bool expand_functions(::onnx::ModelProto& model, Reading& reading);

}  // namespace byom::onnx
