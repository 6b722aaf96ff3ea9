// Following the nodes of -fn to their layers.
#include "host/pipeline/freezing.hpp"

#include <algorithm>
#include <set>

#include "host/passes/cut.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"

namespace byom::pipeline {

Result<Freezing> Freezing::of(const ir::Graph& graph, const std::vector<std::string>& names,
                              bool batch_norms) {
  Freezing freezing;
  freezing.batch_norms_ = batch_norms;
  std::string problems;
  for (const std::string& name : names) {
    const auto index = passes::find_node(graph, name, "-fn");
    if (!index) {
      append(problems, "\n", index.error().text);
      continue;
    }
    const auto node = std::ranges::find(graph.nodes, *index, &ir::Node::index);
    freezing.requests_.push_back({name, ir::describe(graph, *node), *index, "", false});
  }
  if (!problems.empty()) return fail(exit_usage, problems);
  return freezing;
}

void Freezing::left_behind(const ir::Graph& graph, const std::string& why) {
  for (Request& request : requests_)
    if (request.lost.empty() && std::ranges::count(graph.nodes, request.index, &ir::Node::index) == 0)
      request.lost = why;
}

void Freezing::follow(const std::vector<passes::PatternUse>& uses) {
  for (const passes::PatternUse& use : uses)
    for (const passes::PatternUse::Place& place : use.applied)
      for (Request& request : requests_)
        if (std::ranges::count(place.swallowed, request.index) > 0) request.index = place.index;
}

Result<Done> Freezing::apply(ir::Graph& layers, registry::Registry& registry) {
  std::set<std::string> frozen;
  bool met = false;
  for (ir::Node& layer : layers.nodes) {
    BYOM_TRY(const registry::Op* op, registry.op(layer.domain, layer.type));
    bool asked = batch_norms_ && op != nullptr && (op->layer.flags & BYOM_LAYER_BATCH_NORM) != 0;
    met = met || asked;
    for (Request& request : requests_) {
      if (request.index != layer.index) continue;
      asked = true;
      request.met = request.met || layer.weights > 0;
    }
    if (!asked) continue;
    layer.trainable = false;
    if (layer.weights > 0) frozen.insert(layer.name);
  }
  // One layer that several nodes share is frozen with all its calls: its weights are the same.
  for (ir::Node& layer : layers.nodes)
    if (frozen.contains(layer.name)) layer.trainable = false;
  layers_.assign(frozen.begin(), frozen.end());
  for (const Request& request : requests_)
    if (!request.met)
      warnings_.push_back("-fn " + request.name + " freezes nothing: " + request.node + " " +
                          (request.lost.empty() ? "becomes no layer with weights" : request.lost) + ".");
  if (batch_norms_ && !met)
    warnings_.emplace_back("-fb freezes nothing: the converted model has no batch normalization.");
  return done;
}

}  // namespace byom::pipeline
