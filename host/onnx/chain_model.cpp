// Writes a model through the generated classes.
#include "host/onnx/chain_model.hpp"

#include <set>

#include "host/onnx/protos.hpp"

namespace byom::onnx {
namespace {

void describe(::onnx::ValueInfoProto& value, const std::string& name) {
  value.set_name(name);
  auto& tensor = *value.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(::onnx::TensorProto::FLOAT);
  tensor.mutable_shape()->add_dim()->set_dim_param("N");
  for (const std::int64_t extent : {3, 8, 8}) tensor.mutable_shape()->add_dim()->set_dim_value(extent);
}

}  // namespace

std::string chain_model(const std::vector<ChainNode>& nodes, std::int64_t opset) {
  ::onnx::ModelProto model;
  model.set_ir_version(7);
  model.set_producer_name("tao_byom");
  model.add_opset_import()->set_version(opset);
  std::set<std::string> domains = {""};
  ::onnx::GraphProto& graph = *model.mutable_graph();
  graph.set_name("example");
  describe(*graph.add_input(), "x");
  describe(*graph.add_output(), "y");
  std::string tensor = "x";
  for (const ChainNode& step : nodes) {
    if (domains.insert(step.domain).second) {
      auto& import = *model.add_opset_import();
      import.set_domain(step.domain);
      import.set_version(1);
    }
    ::onnx::NodeProto& node = *graph.add_node();
    node.set_domain(step.domain);
    node.set_op_type(step.type);
    node.set_name(step.name);
    node.add_input(tensor);
    tensor = &step == &nodes.back() ? "y" : step.name + "_out";
    node.add_output(tensor);
  }
  return model.SerializeAsString();
}

}  // namespace byom::onnx
