// Names become values, NodeProtos nodes in an order that can run.
#include "host/onnx/read_graph.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "host/onnx/topology.hpp"
#include "host/onnx/unknown_fields.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::onnx {
namespace {

using ::onnx::GraphProto;
using ::onnx::NodeProto;
using ::onnx::TensorProto;
using ::onnx::ValueInfoProto;

constexpr std::size_t longest_name = 65536;
constexpr std::size_t most_suggestions = 10;  // problems that get a "did you mean"
constexpr std::size_t most_candidates = 20'000;
constexpr std::size_t longest_candidate = 200;

class GraphReader {
 public:
  GraphReader(const GraphProto& proto, Reading& reading, Scope& scope)
      : proto_(proto), reading_(reading), scope_(scope), graph_(*scope.graph) {}

  void read() {
    graph_.name = proto_.name();
    check_graph();
    for (const TensorProto& tensor : proto_.initializer()) read_initializer(tensor);
    for (const ValueInfoProto& input : proto_.input()) read_input(input);
    const int own = proto_.node_size();
    for (int n = 0; n < own; ++n) define_node(proto_.node(n), n);
    for (int n = 0; n < own; ++n) connect_node(proto_.node(n), graph_.nodes[static_cast<std::size_t>(n)]);
    for (const ValueInfoProto& output : proto_.output()) read_output(output);
    sort_nodes();
  }

 private:
  void add(Exit code, const std::string& text) { reading_.problems.add(code, scope_.where + text); }
  [[nodiscard]] bool is_body() const { return scope_.outer != nullptr; }

  void check_graph() {
    check_unknown(proto_, scope_.where + "the graph", reading_.problems);
    if (proto_.sparse_initializer_size() > 0)
      add(exit_unsupported, "sparse initializers are not supported, such as " +
                                byom::quoted(proto_.sparse_initializer(0).values().name()) +
                                "; store them dense");
    if (proto_.quantization_annotation_size() > 0)
      reading_.problems.warn("quantization annotations of the model are ignored");
    if (proto_.output_size() == 0) add(exit_input, "the graph has no outputs");
  }

  bool good_name(const std::string& name, const std::string& what) {
    if (name.size() <= longest_name) return true;
    add(exit_limit,
        what + " " + byom::quoted(name, 32) + " is longer than " + std::to_string(longest_name) + " bytes");
    return false;
  }

  // A new value, or nothing where `by` defines a name that is taken.
  std::optional<ir::ValueId> define(const std::string& name, const std::string& by) {
    if (!good_name(name, "the name")) return {};
    const auto [at, is_new] = scope_.ids.try_emplace(name, static_cast<ir::ValueId>(graph_.values.size()));
    if (!is_new) {
      add(exit_input, by + " defines " + byom::quoted(name) + ", which is defined already");
      return {};
    }
    ir::Value value;
    value.name = name;
    return graph_.add_value(std::move(value));
  }

  void read_initializer(const TensorProto& tensor) {
    const std::string where = "initializer " + byom::quoted(tensor.name());
    if (tensor.name().empty()) return add(exit_input, "an initializer has no name");
    check_unknown(tensor, scope_.where + where, reading_.problems);
    const auto id = define(tensor.name(), where);
    auto constant = read_tensor(tensor, reading_);
    if (!constant) return add(static_cast<Exit>(constant.error().code), where + " " + constant.error().text);
    if (!id) return;
    ir::Value& value = graph_.value(*id);
    value.dtype = constant->dtype;
    value.rank = static_cast<std::int32_t>(constant->shape.size());
    for (const std::int64_t extent : constant->shape) value.dims.push_back(ir::number(extent));
    value.constant = std::move(*constant);
  }

  void read_input(const ValueInfoProto& input) {
    const std::string where = "graph input " + byom::quoted(input.name());
    if (input.name().empty()) return add(exit_input, "a graph input has no name");
    check_unknown(input, scope_.where + where, reading_.problems);
    const auto known = scope_.ids.find(input.name());
    // Before IR version 4 initializers had to be inputs as well: they are constants. The inputs of a body are
    // counted by position, so there the two cannot be one.
    if (!is_body() && known != scope_.ids.end() && graph_.value(known->second).constant) return;
    const auto id = define(input.name(), where);
    if (!id) return;
    read_type(input, scope_.where + where, reading_, graph_, graph_.value(*id));
    graph_.inputs.push_back(*id);
  }

  void define_node(const NodeProto& proto, int n) {
    ir::Node node;
    node.domain = plain_domain(proto.domain());
    node.type = proto.op_type();
    node.name = proto.name();
    const bool listed = !is_body() && !reading_.file_index.empty();
    node.index = listed ? reading_.file_index[static_cast<std::size_t>(n)] : n;
    const std::string where = "node " + std::to_string(node.index);
    const std::string named =
        escaped(node.type) + " " + (node.name.empty() ? where : "node " + byom::quoted(node.name));
    if (node.type.empty()) add(exit_input, where + " has no operator");
    good_name(node.domain, "the domain");
    good_name(node.type, "the operator");
    good_name(node.name, "the node name");
    for (const std::string& output : proto.output()) {
      if (output.empty()) {
        node.outputs.push_back(ir::absent);
        continue;
      }
      const auto id = define(output, named);
      node.outputs.push_back(id.value_or(ir::absent));
      if (id) producer_[*id] = static_cast<std::size_t>(n);
    }
    graph_.nodes.push_back(std::move(node));
  }

  void connect_node(const NodeProto& proto, ir::Node& node) {
    const std::string where = ir::describe(graph_, node);
    check_unknown(proto, scope_.where + where, reading_.problems);
    if (!graph_.opsets.contains(node.domain)) missing_opset(node.domain, where);
    for (const std::string& input : proto.input()) {
      const auto id = input.empty() ? ir::absent : scope_.find(input);
      if (!id) undefined(input, where + " reads ");
      node.inputs.push_back(id.value_or(ir::absent));
    }
    // Empty names at the end say no more than none.
    while (!node.inputs.empty() && node.inputs.back() == ir::absent) node.inputs.pop_back();
    read_attributes(proto, scope_.where + where, reading_, scope_, node);
  }

  void missing_opset(const std::string& domain, const std::string& where) {
    const std::string text =
        "the model imports no opset of domain " + byom::quoted(domain.empty() ? "ai.onnx" : domain);
    if (domain.empty()) {
      if (!reading_.no_opset) add(exit_input, text + ", which " + where + " needs");
      reading_.no_opset = true;
    } else {
      reading_.problems.warn(text + "; version 1 is assumed",
                             " (first needed by " + scope_.where + where + ")");
    }
  }

  void undefined(const std::string& name, const std::string& who) {
    std::vector<std::string> candidates;
    const auto may_be_near = [&](const std::string& other) {
      return other.size() <= longest_candidate && other.size() <= name.size() * 2 &&
             name.size() <= other.size() * 2;
    };
    const bool suggest = reading_.suggestions++ < most_suggestions && name.size() <= longest_candidate;
    for (const Scope* scope = &scope_; suggest && scope; scope = scope->outer)
      for (const ir::Value& value : scope->graph->values)
        if (candidates.size() < most_candidates && may_be_near(value.name))
          candidates.push_back(escaped(value.name));
    add(exit_input, who + byom::quoted(name) + ", which nothing in the model makes" +
                        did_you_mean(escaped(name), candidates));
  }

  void read_output(const ValueInfoProto& output) {
    const std::string where = "graph output " + byom::quoted(output.name());
    check_unknown(output, scope_.where + where, reading_.problems);
    const auto id = scope_.find(output.name());
    if (!id) return undefined(output.name(), "the graph gives ");
    graph_.outputs.push_back(*id);
    // What computes a value knows its type better than what the file claims; the claim is all there is as
    // yet.
    ir::Value& value = graph_.value(*id);
    if (value.dtype == 0 && value.rank < 0) read_type(output, scope_.where + where, reading_, graph_, value);
  }

  // The nodes of this graph that a node waits for, also on behalf of its bodies.
  [[nodiscard]] std::vector<std::size_t> reads(const ir::Node& node) const {
    std::set<std::size_t> from;
    const auto look = [&](ir::ValueId id) {
      if (const auto made = producer_.find(id); made != producer_.end()) from.insert(made->second);
    };
    for (const ir::ValueId id : node.inputs) look(id);
    for (const ir::Graph* body : ir::bodies(node))
      for (const ir::ValueId id : body->captured) look(scope_.ids.at(body->value(id).name));
    return {from.begin(), from.end()};
  }

  void sort_nodes() {
    std::vector<std::vector<std::size_t>> all;
    all.reserve(graph_.nodes.size());
    for (const ir::Node& node : graph_.nodes) all.push_back(reads(node));
    const Order order = topological_order(all);
    if (!order.cycle.empty()) return cycle(order.cycle);
    if (order.given) return;
    reading_.problems.warn("the nodes of the file are not in an order that can run; they were sorted");
    std::vector<ir::Node> sorted;
    sorted.reserve(graph_.nodes.size());
    for (const std::size_t n : order.sequence) sorted.push_back(std::move(graph_.nodes[n]));
    graph_.nodes = std::move(sorted);
  }

  void cycle(const std::vector<std::size_t>& nodes) {
    constexpr std::size_t shown = 8;
    std::string text = "nodes wait for each other in a cycle: ";
    for (std::size_t i = 0; i < std::min(nodes.size(), shown); ++i)
      text += ir::describe(graph_, graph_.nodes[nodes[i]]) + " reads ";
    if (nodes.size() > shown)
      text += std::to_string(nodes.size() - shown) + " more, the last of which reads ";
    add(exit_input, text + "the first");
  }

  const GraphProto& proto_;
  Reading& reading_;
  Scope& scope_;
  ir::Graph& graph_;
  std::unordered_map<ir::ValueId, std::size_t> producer_;
};

}  // namespace

std::optional<ir::ValueId> Scope::find(const std::string& name) {
  if (const auto own = ids.find(name); own != ids.end()) return own->second;
  if (!outer) return {};
  const auto around = outer->find(name);
  if (!around) return {};
  // A constant is the same everywhere, and a body that holds it itself needs nothing from outside.
  ir::Value value = outer->graph->value(*around);
  const bool constant = value.constant.has_value();
  const ir::ValueId id = graph->add_value(std::move(value));
  if (!constant) graph->captured.push_back(id);
  ids.emplace(name, id);
  return id;
}

void read_graph(const GraphProto& proto, Reading& reading, Scope& scope) {
  GraphReader(proto, reading, scope).read();
}

}  // namespace byom::onnx
