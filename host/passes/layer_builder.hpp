// Builds the Keras graph on behalf of a plugin's translation.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "host/ir/graph.hpp"
#include "host/passes/translate.hpp"
#include "host/registry/context.hpp"

namespace byom::passes {

class LayerBuilder : public registry::BuildTarget {
 public:
  LayerBuilder(const ir::Graph& onnx, Translation& result, registry::Registry& registry,
               registry::Session& session);

  // Starts the transaction of one node.
  void begin(const ir::Node& node);
  // Keeps what was built since begin, or says why it may not be kept.
  Result<Done> commit();
  void roll_back();

  Result<byom_val> input(std::uint64_t i) override;
  Result<std::vector<byom_val>> call(const byom_call& call) override;
  Result<ir::Value> describe(byom_val value) override;
  Result<Done> output(std::uint64_t i, byom_val value) override;
  Result<byom_val> model_input(std::uint64_t i) override;

 private:
  [[nodiscard]] std::string unique_name(const std::string& role);
  ir::Tensor weight_tensor(const byom_tensor& view) const;
  Result<Done> check_weights(const ir::Node& layer, const registry::Op& op, std::size_t given) const;
  // NaN and infinity of the node's own attributes are the model's, others the plugin's fault.
  Result<Done> check_numbers(const ir::Node& layer) const;
  void share_equal_layers();

  const ir::Graph& onnx_;
  Translation& result_;
  registry::Registry& registry_;
  registry::Session& session_;
  const ir::Node* node_ = nullptr;
  std::size_t first_value_ = 0, first_node_ = 0;
  std::map<std::uint64_t, ir::ValueId> stated_;  // output index -> value, of the node in progress
  std::set<std::string> names_;
  std::map<std::string, std::string> layer_of_content_;  // class, configuration and weights -> layer name
};

}  // namespace byom::passes
