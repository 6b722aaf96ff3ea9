// What a node of ONNX's Resize says about every axis.
#pragma once

#include "plugins/builtin_ops/shared/resizing.hpp"

namespace byom {

// Reads a Resize node of any version. A free extent keeps its size whatever 'sizes' says: exporters write the
// batch they happened to have there. Errors name the attribute or input.
Result<Resizing> read_resize(const Node& node);

}  // namespace byom
