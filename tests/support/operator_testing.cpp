// The host's own stages, applied to a model of one node.
#include "tests/support/operator_testing.hpp"

#include <cstdlib>
#include <cstring>

#include <byom/keras.hpp>

#include "host/passes/free_batch.hpp"
#include "host/passes/infer.hpp"
#include "host/passes/translate.hpp"
#include "host/registry/discover.hpp"
#include "host/run/execute.hpp"
#include "host/verify/compare.hpp"

namespace byom::testing {

registry::Registry& plugins() {
  static registry::Registry* registry = [] {
    const char* folder = std::getenv("TAO_BYOM_TEST_PLUGINS");
    auto manifests = registry::discover({folder ? folder : TAO_BYOM_TEST_PLUGINS}, {});
    if (!manifests) std::abort();
    return new registry::Registry(std::move(*manifests), registry::load_tables());
  }();
  return *registry;
}

registry::Session& session() {
  static auto* session = new registry::Session;
  return *session;
}

ir::Tensor to_tensor(const Literal& literal) {
  ir::Tensor tensor = ir::make_tensor(literal.dtype, literal.shape);
  if (!literal.bytes.empty()) std::memcpy(ir::writable(tensor), literal.bytes.data(), literal.bytes.size());
  return tensor;
}

Literal to_literal(const ir::Tensor& tensor) {
  const ir::Tensor plain = ir::contiguous(tensor);
  return {plain.dtype, plain.shape, {plain.data, plain.data + plain.bytes()}};
}

OneNode::OneNode(std::string type, std::int64_t opset, std::string domain) {
  graph_.opsets[domain] = opset;
  ir::Node node;
  node.domain = std::move(domain);
  node.type = std::move(type);
  node.name = "n0";
  node.index = 0;
  graph_.nodes.push_back(std::move(node));
  outputs(1);
}

OneNode& OneNode::attr(const std::string& name, const AttrValue& value) {
  AttrViews views;
  return attribute(ir::from_view(views.add(name, value)));
}

OneNode& OneNode::attribute(ir::Attribute attribute) {
  graph_.nodes[0].attributes.push_back(std::move(attribute));
  return *this;
}

OneNode& OneNode::input(const Literal& literal) {
  ir::Value value;
  value.name = "in" + std::to_string(graph_.nodes[0].inputs.size());
  value.dtype = literal.dtype;
  value.rank = static_cast<std::int32_t>(literal.shape.size());
  for (const std::int64_t extent : literal.shape) value.dims.push_back(ir::number(extent));
  const ir::ValueId id = graph_.add_value(std::move(value));
  graph_.nodes[0].inputs.push_back(id);
  graph_.inputs.push_back(id);
  inputs_.push_back(to_tensor(literal));
  return *this;
}

OneNode& OneNode::constant(const Literal& literal) {
  input(literal);
  graph_.value(graph_.inputs.back()).constant = inputs_.back();
  graph_.inputs.pop_back();
  inputs_.pop_back();
  return *this;
}

OneNode& OneNode::absent() {
  graph_.nodes[0].inputs.push_back(ir::absent);
  return *this;
}

OneNode& OneNode::outputs(std::size_t n) {
  graph_.nodes[0].outputs.clear();
  graph_.outputs.clear();
  for (std::size_t i = 0; i < n; ++i) {
    ir::Value value;
    value.name = "out" + std::to_string(i);
    const ir::ValueId id = graph_.add_value(std::move(value));
    graph_.nodes[0].outputs.push_back(id);
    graph_.outputs.push_back(id);
  }
  return *this;
}

OneNode& OneNode::free_batch() {
  free_batch_ = true;
  return *this;
}

namespace {

Result<std::vector<Literal>> run_graph(const ir::Graph& graph, const std::vector<ir::Tensor>& inputs) {
  BYOM_TRY(auto program, run::Program::prepare(graph, plugins(), session()));
  BYOM_TRY(const auto tensors, program.run(inputs));
  std::vector<Literal> literals;
  for (const ir::Tensor& tensor : tensors) literals.push_back(to_literal(tensor));
  return literals;
}

Result<passes::Translation> converted(ir::Graph& graph, bool free_batch) {
  if (free_batch) passes::free_batch(graph);
  BYOM_CHECK_OK(passes::check_operators(graph, plugins()));
  BYOM_CHECK_OK(passes::infer_and_fold(graph, plugins(), session()));
  return passes::translate(graph, plugins(), session());
}

}  // namespace

Result<std::vector<Literal>> OneNode::run() {
  return run_graph(graph_, inputs_);
}

Result<std::vector<Literal>> OneNode::run_converted() {
  ir::Graph graph = graph_;
  BYOM_TRY(const auto translation, converted(graph, free_batch_));
  return run_graph(translation.graph, inputs_);
}

Result<std::string> OneNode::layers() {
  ir::Graph graph = graph_;
  BYOM_TRY(const auto translation, converted(graph, free_batch_));
  std::string all;
  for (const ir::Node& layer : translation.graph.nodes) {
    std::string config;
    for (const ir::Attribute& attribute : layer.attributes)
      config += (config.empty() ? "" : ", ") + ir::text(attribute);
    all += (all.empty() ? "" : " ") + layer.type + "{" + config + "}";
  }
  std::string plain;
  for (const char c : all)
    if (c != '\'' && c != '<' && (c != '>' || plain.ends_with('-'))) plain += c;  // keeps "->"
  return plain;
}

Result<std::string> OneNode::inferred() {
  ir::Graph graph = graph_;
  if (free_batch_) passes::free_batch(graph);
  BYOM_CHECK_OK(passes::infer_and_fold(graph, plugins(), session()));
  std::string all;
  for (const ir::ValueId id : graph.outputs)
    all += (all.empty() ? "" : " ") + ir::type_text(graph, graph.value(id));
  return all;
}

std::string OneNode::refusal() {
  ir::Graph graph = graph_;
  const auto translation = converted(graph, free_batch_);
  return translation ? "" : translation.error().text;
}

bool near(const Literal& a, const Literal& b, double tolerance) {
  return verify::compare(to_tensor(a), to_tensor(b), tolerance).within;
}

std::string text(const Literal& literal) {
  std::string all = ir::dtype_name(literal.dtype) + ir::shape_text(literal.shape);
  const ir::Tensor tensor = to_tensor(literal);
  const bool real = literal.dtype == BYOM_FLOAT;
  for (std::int64_t i = 0; i < std::min<std::int64_t>(tensor.count(), 64); ++i) {
    if (real)
      all += " " + std::to_string(tensor.elements<float>()[static_cast<std::size_t>(i)]);
    else if (ir::is_integer(literal.dtype))
      all += " " + std::to_string(ir::integers(tensor)[static_cast<std::size_t>(i)]);
  }
  return all;
}

}  // namespace byom::testing
