// Following each tensor to the node, the operator and the plugin that made it.
#include "host/pipeline/provenance.hpp"

#include <utility>

namespace byom::pipeline {

namespace {

void add_maker(keras::MappedTensor& tensor, const ir::Node& node, registry::Registry& registry) {
  tensor.operator_type = node.type;
  if (const auto op = registry.op(node.domain, node.type); op && *op) {
    tensor.plugin = (*op)->plugin->manifest.id;
    tensor.plugin_version = (*op)->plugin->manifest.version;
  }
}

}  // namespace

Provenance provenance_of(const Original& original, const passes::Translation& translation,
                         registry::Registry& registry) {
  const ir::Graph& graph = original.rewritten();
  Provenance result;
  const auto& opsets = original.graph().opsets;
  const auto opset = opsets.find("");
  result.opset = opset == opsets.end() ? 0 : opset->second;
  result.frozen_layers = original.frozen_layers();
  const auto makers = ir::producers(graph);
  for (const auto& [tensor, value] : translation.tensors) {
    keras::MappedTensor mapped{graph.value(tensor).name, "", value, "", ""};
    const std::int32_t maker = makers[static_cast<std::size_t>(tensor)];
    if (maker >= 0) add_maker(mapped, graph.nodes[static_cast<std::size_t>(maker)], registry);
    result.tensors.push_back(std::move(mapped));
  }
  return result;
}

}  // namespace byom::pipeline
