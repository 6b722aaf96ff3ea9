// The order of Keras's model.layers.
#include "host/keras/layer_order.hpp"

#include <algorithm>
#include <tuple>

namespace byom::keras {
namespace {

// Depth-first visits in Keras's order, without its recursion: graphs may be deeper than the stack. Vertices
// are the graph's inputs, then its nodes; groups are InputLayers, then layers.
class Walk {
 public:
  Walk(const ir::Graph& graph, std::span<const std::int32_t> layer_of_node) : inputs_(graph.inputs.size()) {
    const std::size_t vertices = inputs_ + graph.nodes.size();
    std::vector<std::int32_t> maker(graph.values.size(), -1);
    for (std::size_t i = 0; i < inputs_; ++i)
      maker[static_cast<std::size_t>(graph.inputs[i])] = static_cast<int>(i);
    for (std::size_t n = 0; n < graph.nodes.size(); ++n)
      for (const ir::ValueId id : graph.nodes[n].outputs)
        if (id != ir::absent) maker[static_cast<std::size_t>(id)] = static_cast<int>(inputs_ + n);
    group_.resize(vertices);
    from_.resize(vertices);
    for (std::size_t i = 0; i < inputs_; ++i) group_[i] = static_cast<int>(i);
    for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
      group_[inputs_ + n] = static_cast<int>(inputs_) + layer_of_node[n];
      for (const ir::ValueId id : graph.nodes[n].inputs)
        if (id != ir::absent && maker[static_cast<std::size_t>(id)] >= 0)
          from_[inputs_ + n].push_back(maker[static_cast<std::size_t>(id)]);
    }
    std::size_t groups = inputs_;
    for (const int group : group_) groups = std::max(groups, static_cast<std::size_t>(group) + 1);
    first_visit_.assign(groups, unseen);
    depth_.assign(groups, unseen);
    done_.assign(vertices, false);
    for (const ir::ValueId id : graph.outputs)
      if (id != ir::absent && maker[static_cast<std::size_t>(id)] >= 0)
        visit(maker[static_cast<std::size_t>(id)]);
    measure_depth();
  }

  LayerOrder order() const {
    std::vector<std::tuple<int, int, int>> keys;  // -depth, first visit, group
    for (std::size_t g = 0; g < depth_.size(); ++g) {
      const int group = static_cast<int>(g);
      if (depth_[g] != unseen)
        keys.emplace_back(-depth_[g], first_visit_[g], group);
      else if (g < inputs_)
        keys.emplace_back(0, unseen, group);  // an input that nothing uses stays
    }
    std::sort(keys.begin(), keys.end());
    LayerOrder result;
    for (const auto& key : keys) result.layers.push_back(std::get<2>(key));
    result.live.assign(done_.begin() + static_cast<std::ptrdiff_t>(inputs_), done_.end());
    return result;
  }

 private:
  static constexpr int unseen = -1;

  void visit(int output) {
    std::vector<std::pair<int, std::size_t>> stack;  // vertex, how many of its producers were visited
    const auto enter = [&](int vertex) {
      if (done_[static_cast<std::size_t>(vertex)]) return;
      int& first = first_visit_[static_cast<std::size_t>(group_[static_cast<std::size_t>(vertex)])];
      if (first == unseen) first = visits_++;
      stack.emplace_back(vertex, 0);
    };
    enter(output);
    while (!stack.empty()) {
      const auto vertex = static_cast<std::size_t>(stack.back().first);
      std::size_t& next = stack.back().second;
      if (next < from_[vertex].size()) {
        enter(from_[vertex][next++]);
      } else {
        done_[vertex] = true;
        post_order_.push_back(static_cast<int>(vertex));
        stack.pop_back();
      }
    }
  }

  // Longest way to an output; the calls of one layer share the greatest depth met so far, as in Keras.
  void measure_depth() {
    std::vector<int> depth(group_.size(), 0);
    for (auto it = post_order_.rbegin(); it != post_order_.rend(); ++it) {
      const auto vertex = static_cast<std::size_t>(*it);
      int& layer_depth = depth_[static_cast<std::size_t>(group_[vertex])];
      depth[vertex] = layer_depth = std::max(depth[vertex], layer_depth);
      for (const int producer : from_[vertex])
        depth[static_cast<std::size_t>(producer)] =
            std::max(depth[static_cast<std::size_t>(producer)], depth[vertex] + 1);
    }
  }

  std::size_t inputs_;
  std::vector<int> group_;                // of each vertex
  std::vector<std::vector<int>> from_;    // producers of each vertex, in argument order
  std::vector<int> first_visit_, depth_;  // of each group
  std::vector<bool> done_;
  std::vector<int> post_order_;
  int visits_ = 0;
};

}  // namespace

LayerOrder layer_order(const ir::Graph& graph, std::span<const std::int32_t> layer_of_node) {
  return Walk(graph, layer_of_node).order();
}

}  // namespace byom::keras
