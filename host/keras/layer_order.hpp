// The order of Keras's model.layers, which decides the order of the weights in every format.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/ir/graph.hpp"

namespace byom::keras {

struct LayerOrder {
  // Index i < graph.inputs.size() stands for the InputLayer of graph input i, the others for layer
  // i - graph.inputs.size(). Layers that no output needs are left out; inputs never are.
  std::vector<std::int32_t> layers;
  std::vector<bool> live;  // for each node of the graph: some output needs it
};

// `layer_of_node[n]` is the layer that node n calls, counted from 0. Keras recomputes this order when it
// loads a file (by depth from the outputs, then by first visit), so it holds whatever order the file has.
LayerOrder layer_order(const ir::Graph& graph, std::span<const std::int32_t> layer_of_node);

}  // namespace byom::keras
