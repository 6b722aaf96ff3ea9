// Models for tests, built with the generated classes and read back through a file.
#pragma once

#include <string>
#include <vector>

#include "host/onnx/protos.hpp"
#include "host/onnx/read_model.hpp"
#include "tests/support/temporary_folder.hpp"

namespace byom::onnx::test {

using Names = std::vector<std::string>;

inline ::onnx::ModelProto empty_model(std::int64_t opset = 13) {
  ::onnx::ModelProto model;
  model.set_ir_version(8);
  model.add_opset_import()->set_version(opset);
  model.mutable_graph()->set_name("main");
  return model;
}

inline ::onnx::NodeProto& add_node(::onnx::GraphProto& graph, const std::string& type, const Names& inputs,
                                   const Names& outputs, const std::string& name = {}) {
  ::onnx::NodeProto& node = *graph.add_node();
  node.set_op_type(type);
  node.set_name(name);
  for (const std::string& input : inputs) node.add_input(input);
  for (const std::string& output : outputs) node.add_output(output);
  return node;
}

inline ::onnx::AttributeProto& add_attribute(::onnx::NodeProto& node, const std::string& name,
                                             ::onnx::AttributeProto::AttributeType type) {
  ::onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(type);
  return attribute;
}

inline void set_float_type(::onnx::ValueInfoProto& value, const std::string& name,
                           const std::vector<std::int64_t>& dims) {
  value.set_name(name);
  auto& type = *value.mutable_type()->mutable_tensor_type();
  type.set_elem_type(::onnx::TensorProto::FLOAT);
  type.mutable_shape();
  for (const std::int64_t dim : dims) type.mutable_shape()->add_dim()->set_dim_value(dim);
}

inline ::onnx::TensorProto& add_tensor(::onnx::GraphProto& graph, const std::string& name, int type,
                                       const std::vector<std::int64_t>& dims, const std::string& raw) {
  ::onnx::TensorProto& tensor = *graph.add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(type);
  for (const std::int64_t dim : dims) tensor.add_dims(dim);
  tensor.set_raw_data(raw);
  return tensor;
}

// x -> First -> a -> Second(a, w) -> y, with a weight of four floats.
inline ::onnx::ModelProto small_model() {
  ::onnx::ModelProto model = empty_model();
  ::onnx::GraphProto& graph = *model.mutable_graph();
  set_float_type(*graph.add_input(), "x", {2, 2});
  add_tensor(graph, "w", ::onnx::TensorProto::FLOAT, {2, 2},
             std::string("\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40\0\0\x80\x40", 16));
  add_node(graph, "First", {"x"}, {"a"}, "n0");
  add_node(graph, "Second", {"a", "w"}, {"y"}, "n1");
  set_float_type(*graph.add_output(), "y", {2, 2});
  return model;
}

// The model read from a file of these bytes.
inline Result<Model> read_bytes(const std::string& bytes, MappedFile::Way way = MappedFile::Way::automatic) {
  const byom::test::TemporaryFolder folder;
  auto model = read_model(folder.write("m.onnx", bytes), way);
  if (!model.ok()) model.error().text = folder.anonymous(model.error().text);
  return model;
}
inline Result<Model> read_proto(const ::onnx::ModelProto& proto) {
  return read_bytes(proto.SerializeAsString());
}

// "3 cause": exit code and message without the name of the file; "read" when there is no error.
inline std::string refusal(const Result<Model>& model) {
  if (model.ok()) return "read";
  const std::string start = "'DIR/m.onnx': ";
  const std::string& text = model.error().text;
  return std::to_string(model.error().code) + " " +
         (text.starts_with(start) ? text.substr(start.size()) : text);
}
inline std::string refusal(const ::onnx::ModelProto& proto) {
  return refusal(read_proto(proto));
}

}  // namespace byom::onnx::test
