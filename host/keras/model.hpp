// A graph of layer nodes as one Keras file sees it: layers with their calls, forms and weights, in Keras's
// order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <byom/plugin.h>
#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/keras/layer_source.hpp"
#include "host/registry/op_registry.hpp"

namespace byom::keras {

// One layer or operation, or an InputLayer.
struct Layer {
  std::string name;                 // as the file spells it: safe and unique
  std::int32_t input = -1;          // its position in graph.inputs, for an InputLayer
  std::vector<std::int32_t> calls;  // nodes of the graph, in its order; empty for an InputLayer
  const registry::Op* op = nullptr;
  const byom_form* form = nullptr;
  std::vector<const byom_weight*>
      weights;  // those the configuration enables, in the order of the node's inputs

  // Operations of Keras 3 are nodes of the model, but no members of model.layers and without weights.
  [[nodiscard]] bool is_operation() const { return form && form->kind == BYOM_FORM_OPERATION; }
};

// Who makes a value: output `output` of call `call` of layers[layer]; layer -1: nobody.
struct Maker {
  std::int32_t layer = -1, call = 0, output = 0;
};

struct Model {
  const ir::Graph* graph = nullptr;
  std::int32_t dialect = BYOM_DIALECT_KERAS3;
  std::string name;
  std::vector<Layer> layers;  // the order of model.layers, operations standing between them
  std::vector<Maker> makers;  // one for each value of the graph

  [[nodiscard]] const ir::Node& node(const Layer& layer, std::size_t call = 0) const {
    return graph->nodes[static_cast<std::size_t>(layer.calls[call])];
  }
  [[nodiscard]] std::string class_name(const Layer& layer) const;
};

// `graph` must outlive the model. Nodes with equal names are calls of one layer; nodes that no output needs
// are left out. Errors: exit_unsupported names every node without a form in `dialect`; exit_plugin: a node's
// weights are not those its layer table promises; exit_bug: the graph is no Keras model.
Result<Model> plan_model(const ir::Graph& graph, std::int32_t dialect, LayerSource& source);

// The weights (values of the graph) of a layer, in the order of layer.weights.
std::vector<ir::ValueId> weight_values(const Model& model, const Layer& layer);
// The tensors a call gets, without the weights.
std::vector<ir::ValueId> call_tensors(const ir::Node& node);
// The present ones of the weights that `op` has under this configuration.
std::vector<const byom_weight*> enabled_weights(const registry::Op& op,
                                                const std::vector<ir::Attribute>& attributes);
// How the form writes a key; nullptr: as it is.
const byom_key* find_key(const byom_form& form, const std::string& key);

}  // namespace byom::keras
