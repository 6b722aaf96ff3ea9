// Weights that nodes of the ONNX model share, but not the layers that they become.
#pragma once

#include <string>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/op_registry.hpp"

namespace byom::pipeline {

// before:  a = Conv(x, w); y = Conv(a, w) {strides=[2,2]}    after:  two layers, each with a w that trains
// One line that names the first such tensor, two of its nodes and how many more there are; empty: all that
// the nodes of `onnx` share stays shared in `layers`, their translation.
Result<std::string> untied_weights(const ir::Graph& onnx, const ir::Graph& layers,
                                   registry::Registry& registry);

}  // namespace byom::pipeline
