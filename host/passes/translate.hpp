// translate: the ONNX graph as a graph of Keras layers, made by the operators' translate facets.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/context.hpp"

namespace byom::passes {

struct Translation {
  ir::Graph graph;                             // domain keras, and domains of user plugins
  std::map<ir::ValueId, ir::ValueId> tensors;  // ONNX tensor -> the tensor that replaces it
  std::map<std::string, std::string> made_by;  // layer name -> plugin
};

// before:  y = Conv(x, w) {pads=[1,1,1,1]}    after:  LAYER_0.pad = ZeroPadding2D(x)
//                                                      LAYER_0 = Conv2D(LAYER_0.pad; kernel)
// What one node adds is kept only when its translation succeeds and has looked at every attribute, optional
// input and optional output. Layers of equal class, configuration and weights become one layer called several
// times. All problems of all nodes are collected in one error, one line each.
Result<Translation> translate(const ir::Graph& onnx, registry::Registry& registry,
                              registry::Session& session);

}  // namespace byom::passes
