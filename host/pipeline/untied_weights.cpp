// Finding layers whose weights lie in the same constant of the ONNX model.
#include "host/pipeline/untied_weights.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "host/keras/model.hpp"
#include "host/support/counted.hpp"
#include "host/support/quote.hpp"

namespace byom::pipeline {
namespace {

// The layers that train one tensor: the first of each name, by the ONNX node that it comes from.
struct Users {
  std::map<std::int64_t, std::string> layers;
  std::set<std::string> names;
};

class Sharing {
 public:
  explicit Sharing(const ir::Graph& onnx) : onnx_(onnx) {
    for (std::size_t i = 0; i < onnx.values.size(); ++i)
      if (const auto& constant = onnx.values[i].constant; constant && constant->bytes() > 0)
        begin_.emplace(constant->data, static_cast<ir::ValueId>(i));
  }

  void trains(const ir::Node& layer, const ir::Tensor& weight) {
    const ir::ValueId id = constant_of(weight);
    if (id == ir::absent) return;
    Users& users = users_[id];
    if (users.names.insert(layer.name).second) users.layers.emplace(layer.index, layer.name);
  }

  std::string told() {
    std::erase_if(users_, [](const auto& entry) { return entry.second.layers.size() < 2; });
    if (users_.empty()) return "";
    const auto& [id, users] = *users_.begin();
    const auto one = users.layers.begin(), other = std::next(one);
    std::string text = node(one->first) + " and " + node(other->first) + " share the weight " +
                       byom::quoted(onnx_.value(id).name) + ", but become the layers " + one->second +
                       " and " + other->second + ", which train a copy of it each";
    if (const std::size_t more = users.layers.size() - 2; more > 0)
      text += "; so does the layer of " + counted(more, "more node");
    if (users_.size() > 1) text += "; so it is with " + counted(users_.size() - 1, "more weight");
    return text + ".";
  }

 private:
  [[nodiscard]] std::string node(std::int64_t index) const {
    return ir::describe(onnx_, *std::ranges::find(onnx_.nodes, index, &ir::Node::index));
  }

  // A layer's weight is a view of the constant, all of it or a part, or numbers of the plugin's own.
  [[nodiscard]] ir::ValueId constant_of(const ir::Tensor& weight) const {
    const auto behind = begin_.upper_bound(weight.data);
    if (behind == begin_.begin()) return ir::absent;
    const ir::ValueId id = std::prev(behind)->second;
    const ir::Tensor& constant = *onnx_.value(id).constant;
    return weight.data < constant.data + constant.bytes() ? id : ir::absent;
  }

  const ir::Graph& onnx_;
  std::map<const std::byte*, ir::ValueId> begin_;
  std::map<ir::ValueId, Users> users_;
};

}  // namespace

Result<std::string> untied_weights(const ir::Graph& onnx, const ir::Graph& layers,
                                   registry::Registry& registry) {
  Sharing sharing(onnx);
  for (const ir::Node& layer : layers.nodes) {
    if (layer.weights == 0) continue;
    BYOM_TRY(const registry::Op* op, registry.op(layer.domain, layer.type));
    if (op == nullptr) continue;
    const auto weights = keras::enabled_weights(*op, layer.attributes);
    const std::size_t first = layer.inputs.size() - layer.weights;
    for (std::size_t w = 0; w < std::min(weights.size(), layer.weights); ++w)
      if (weights[w]->flags & BYOM_WEIGHT_TRAINABLE)
        sharing.trains(layer, *layers.value(layer.inputs[first + w]).constant);
  }
  return sharing.told();
}

}  // namespace byom::pipeline
