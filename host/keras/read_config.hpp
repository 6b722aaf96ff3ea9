// The JSON of a Keras model as a graph of layer nodes that have no weights yet.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/keras/layer_source.hpp"

namespace byom::keras {

struct ReadLayer {
  std::string name, class_name, dtype;
  std::vector<std::int32_t> calls;  // nodes of the graph
  const registry::Op* op = nullptr;
  const byom_form* form = nullptr;
};

struct ReadModel {
  ir::Graph graph;
  std::vector<ReadLayer> layers;            // as the file lists them, without InputLayers
  std::vector<std::int32_t> layer_of_node;  // into layers
};

// `text` is a Functional model in `dialect`. Errors: exit_bug with what Keras would not understand.
Result<ReadModel> read_config(const std::string& text, std::int32_t dialect, LayerSource& source);

}  // namespace byom::keras
