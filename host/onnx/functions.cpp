// Inlining of model-local functions, before names become values.
#include "host/onnx/functions.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <google/protobuf/unknown_field_set.h>

#include "host/onnx/unknown_fields.hpp"
#include "host/support/quote.hpp"

namespace byom::onnx {
namespace {

using ::onnx::AttributeProto;
using ::onnx::FunctionProto;
using ::onnx::GraphProto;
using ::onnx::NodeProto;
using Nodes = google::protobuf::RepeatedPtrField<NodeProto>;

constexpr std::size_t most_nodes = 1'000'000;
constexpr std::size_t deepest_call = 64;
constexpr int attribute_proto_number = 11;  // of FunctionProto, newer than the generated classes

struct Function {
  const FunctionProto* proto;
  std::map<std::string, AttributeProto> defaults;
};

// The names and attributes of one call, as its function's nodes must spell them.
struct Call {
  std::map<std::string, std::string> names;
  std::string prefix;
  std::map<std::string, const AttributeProto*> attributes;

  [[nodiscard]] std::string rename(const std::string& name) const {
    if (name.empty()) return name;
    const auto known = names.find(name);
    return known == names.end() ? prefix + name : known->second;
  }

  void rename(GraphProto& graph) const {
    for (auto& tensor : *graph.mutable_initializer()) tensor.set_name(rename(tensor.name()));
    for (auto& input : *graph.mutable_input()) input.set_name(rename(input.name()));
    for (auto& output : *graph.mutable_output()) output.set_name(rename(output.name()));
    for (NodeProto& node : *graph.mutable_node()) rewrite(node);
  }

  // An attribute that refers to one of the function's gets the value of the call; without one it is absent.
  bool bind(AttributeProto& attribute) const {
    if (attribute.ref_attr_name().empty()) {
      if (attribute.has_g()) rename(*attribute.mutable_g());
      for (GraphProto& graph : *attribute.mutable_graphs()) rename(graph);
      return true;
    }
    const auto given = attributes.find(attribute.ref_attr_name());
    if (given == attributes.end()) return false;
    const std::string name = attribute.name();
    attribute = *given->second;
    attribute.set_name(name);
    return true;
  }

  void rewrite(NodeProto& node) const {
    for (std::string& input : *node.mutable_input()) input = rename(input);
    for (std::string& output : *node.mutable_output()) output = rename(output);
    auto& list = *node.mutable_attribute();
    list.erase(std::remove_if(list.begin(), list.end(), [&](AttributeProto& a) { return !bind(a); }),
               list.end());
  }
};

class Expander {
 public:
  Expander(::onnx::ModelProto& model, Reading& reading) : model_(model), reading_(reading) {
    for (const FunctionProto& proto : model.functions()) {
      Function function{&proto, {}};
      const auto& unknown = proto.unknown_fields();
      for (int i = 0; i < unknown.field_count(); ++i) {
        AttributeProto attribute;
        if (unknown.field(i).number() == attribute_proto_number &&
            unknown.field(i).type() == google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED &&
            attribute.ParseFromString(unknown.field(i).length_delimited()))
          function.defaults.emplace(attribute.name(), attribute);
      }
      functions_.emplace(std::pair(plain_domain(proto.domain()), proto.name()), std::move(function));
    }
  }

  bool run() {
    Nodes nodes;
    for (int n = 0; n < model_.graph().node_size(); ++n) {
      expand(*model_.mutable_graph()->mutable_node(n), nodes);
      reading_.file_index.resize(static_cast<std::size_t>(nodes.size()), n);
    }
    model_.mutable_graph()->mutable_node()->Swap(&nodes);
    return !stopped_;
  }

 private:
  void expand(GraphProto& graph) {
    Nodes nodes;
    for (NodeProto& node : *graph.mutable_node()) expand(node, nodes);
    graph.mutable_node()->Swap(&nodes);
  }

  void expand(NodeProto& node, Nodes& out) {
    if (stopped_) return;
    if (++count_ > most_nodes)
      return stop(exit_limit,
                  "the functions of the model unfold to more than " + std::to_string(most_nodes) + " nodes");
    for (AttributeProto& attribute : *node.mutable_attribute()) {
      if (attribute.has_g()) expand(*attribute.mutable_g());
      for (GraphProto& graph : *attribute.mutable_graphs()) expand(graph);
    }
    const auto called = functions_.find(std::pair(plain_domain(node.domain()), node.op_type()));
    if (called == functions_.end())
      out.Add(std::move(node));
    else
      call(called->second, node, out);
  }

  void call(const Function& function, const NodeProto& node, Nodes& out) {
    const FunctionProto& proto = *function.proto;
    const std::string where = "function " + byom::quoted(proto.name());
    if (std::ranges::find(active_, &proto) != active_.end()) return recursion(proto);
    if (active_.size() == deepest_call)
      return stop(exit_limit,
                  "functions call each other more than " + std::to_string(deepest_call) + " deep");
    const std::size_t before = reading_.problems.count();
    check_unknown(node, "the call of " + where, reading_.problems);
    check(function, node, where);
    if (reading_.problems.count() > before) {
      out.Add(NodeProto(node));  // its outputs are not missing, too
      out.rbegin()->DiscardUnknownFields();
      return;
    }
    const Call bound = bind(function, node);
    active_.push_back(&proto);
    for (const NodeProto& inner : proto.node()) {
      NodeProto copy = inner;
      bound.rewrite(copy);
      expand(copy, out);
    }
    active_.pop_back();
  }

  Call bind(const Function& function, const NodeProto& node) const {
    const FunctionProto& proto = *function.proto;
    Call bound;
    const auto first =
        std::ranges::find_if(node.output(), [](const std::string& name) { return !name.empty(); });
    bound.prefix = (first == node.output().end() ? node.name() : *first) + "/";
    for (int i = 0; i < proto.input_size(); ++i)
      bound.names[proto.input(i)] = i < node.input_size() ? node.input(i) : std::string();
    for (int i = 0; i < proto.output_size(); ++i)
      if (i < node.output_size() && !node.output(i).empty()) bound.names[proto.output(i)] = node.output(i);
    for (const auto& [name, attribute] : function.defaults) bound.attributes[name] = &attribute;
    for (const AttributeProto& attribute : node.attribute()) bound.attributes[attribute.name()] = &attribute;
    return bound;
  }

  void check(const Function& function, const NodeProto& node, const std::string& where) {
    const FunctionProto& proto = *function.proto;
    check_unknown(proto, where, reading_.problems);
    const auto refuse = [&](Exit code, const std::string& cause) {
      reading_.problems.add(code, where + cause);
    };
    if (node.input_size() > proto.input_size() || node.output_size() > proto.output_size())
      refuse(exit_input, " is called with more inputs or outputs than it has");
    for (const AttributeProto& attribute : node.attribute())
      if (!function.defaults.contains(attribute.name()) &&
          std::ranges::find(proto.attribute(), attribute.name()) == proto.attribute().end())
        refuse(exit_input,
               " is called with attribute " + byom::quoted(attribute.name()) + ", which it does not have");
    for (const std::string& output : proto.output())
      if (std::ranges::find(proto.input(), output) != proto.input().end())
        refuse(exit_unsupported,
               " gives its input " + byom::quoted(output) + " as an output, which is not supported");
    for (const auto& import : proto.opset_import()) check_opset(import, refuse);
  }

  template <class Refuse>
  void check_opset(const ::onnx::OperatorSetIdProto& import, const Refuse& refuse) {
    const std::string domain = plain_domain(import.domain());
    const auto known = std::ranges::find_if(
        model_.opset_import(), [&](const auto& own) { return plain_domain(own.domain()) == domain; });
    if (known == model_.opset_import().end())
      *model_.add_opset_import() = import;
    else if (known->version() != import.version())
      refuse(exit_unsupported, " is written for opset " + std::to_string(import.version()) + " of domain " +
                                   byom::quoted(domain.empty() ? "ai.onnx" : domain) +
                                   ", the model for opset " + std::to_string(known->version()));
  }

  void recursion(const FunctionProto& again) {
    std::string path;
    for (auto at = std::ranges::find(active_, &again); at != active_.end(); ++at)
      path += byom::quoted((*at)->name()) + " calls ";
    stop(exit_input, "functions of the model never end: " + path + byom::quoted(again.name()));
  }

  void stop(Exit code, const std::string& text) {
    reading_.problems.add(code, text);
    stopped_ = true;
  }

  ::onnx::ModelProto& model_;
  Reading& reading_;
  std::map<std::pair<std::string, std::string>, Function> functions_;
  std::vector<const FunctionProto*> active_;
  std::size_t count_ = 0;
  bool stopped_ = false;
};

}  // namespace

bool expand_functions(::onnx::ModelProto& model, Reading& reading) {
  return model.functions_size() == 0 || Expander(model, reading).run();
}

}  // namespace byom::onnx
