// Every model of Debian's libonnx-testdata, compared with protobuf's own parse of the whole file.
#include <algorithm>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "host/ir/check.hpp"
#include "host/onnx/test_models.hpp"
#include "host/support/exit.hpp"

using namespace byom::onnx::test;

namespace {

const std::filesystem::path data = "/usr/share/libonnx-testdata/data";

std::int64_t opset_of(const ::onnx::ModelProto& model) {
  for (const auto& import : model.opset_import())
    if (import.domain().empty() || import.domain() == "ai.onnx") return import.version();
  return 0;
}

// The bytes of a tensor by protobuf's accessors: raw, or the typed field of the few types that the data uses.
std::string stored(const ::onnx::TensorProto& tensor) {
  const auto bytes = [](const auto& field) {
    return std::string(reinterpret_cast<const char*>(field.data()),
                       static_cast<std::size_t>(field.size()) * sizeof(*field.data()));
  };
  if (tensor.has_raw_data()) return tensor.raw_data();
  if (tensor.float_data_size() > 0) return bytes(tensor.float_data());
  if (tensor.int64_data_size() > 0) return bytes(tensor.int64_data());
  if (tensor.data_type() == ::onnx::TensorProto::INT32) return bytes(tensor.int32_data());
  std::string narrow;
  for (const std::int32_t number : tensor.int32_data()) narrow += static_cast<char>(number);
  return narrow;
}

std::string held(const byom::ir::Tensor& tensor) {
  return {reinterpret_cast<const char*>(tensor.data), static_cast<std::size_t>(tensor.bytes())};
}

Names names(const byom::ir::Graph& graph, const std::vector<byom::ir::ValueId>& ids) {
  Names out;
  for (const auto id : ids) out.push_back(id == byom::ir::absent ? "" : graph.value(id).name);
  return out;
}

bool same_attributes(const byom::ir::Node& node, const ::onnx::NodeProto& proto) {
  if (std::ssize(node.attributes) != proto.attribute_size()) return false;
  for (int i = 0; i < proto.attribute_size(); ++i) {
    const auto& expected = proto.attribute(i);
    const auto& found = node.attributes[static_cast<std::size_t>(i)];
    if (found.name != expected.name() || found.type() != static_cast<std::int32_t>(expected.type()))
      return false;
    const auto* tensor = std::get_if<byom::ir::Tensor>(&found.value);
    if (tensor && tensor->dtype != BYOM_STRING && held(*tensor) != stored(expected.t())) return false;
    const auto* ints = std::get_if<std::vector<std::int64_t>>(&found.value);
    if (ints && !std::ranges::equal(*ints, expected.ints())) return false;
  }
  return true;
}

// Without the empty names at the end, which the reader leaves out.
std::vector<std::string> given_inputs(const ::onnx::NodeProto& node) {
  std::vector<std::string> names(node.input().begin(), node.input().end());
  while (!names.empty() && names.back().empty()) names.pop_back();
  return names;
}

// Empty where our graph and protobuf's message say the same.
std::string difference(const byom::ir::Graph& graph, const ::onnx::GraphProto& proto) {
  if (std::ssize(graph.nodes) != proto.node_size()) return "number of nodes";
  for (const auto& node : graph.nodes) {
    const auto& expected = proto.node(static_cast<int>(node.index));
    if (node.type != expected.op_type() || node.name != expected.name()) return "node " + expected.name();
    if (!std::ranges::equal(names(graph, node.inputs), given_inputs(expected)))
      return "inputs of " + expected.op_type();
    if (!std::ranges::equal(names(graph, node.outputs), expected.output()))
      return "outputs of " + expected.op_type();
    if (!same_attributes(node, expected)) return "attributes of " + expected.op_type();
  }
  int constants = 0;
  for (const auto& value : graph.values) {
    if (!value.constant) continue;
    const auto tensor =
        std::ranges::find_if(proto.initializer(), [&](const auto& t) { return t.name() == value.name; });
    if (tensor == proto.initializer().end()) return "no initializer " + value.name;
    ++constants;
    if (!std::ranges::equal(value.constant->shape, tensor->dims())) return "shape of " + value.name;
    if (value.dtype != BYOM_STRING && held(*value.constant) != stored(*tensor))
      return "bytes of " + value.name;
  }
  if (constants != proto.initializer_size()) return "number of initializers";
  Names outputs;
  for (const auto& output : proto.output()) outputs.push_back(output.name());
  return names(graph, graph.outputs) == outputs ? "" : "outputs";
}

}  // namespace

TEST_CASE("every model of libonnx-testdata is read as protobuf reads it, or is too old or holds a type") {
  if (!std::filesystem::exists(data)) {
    MESSAGE("skipped: libonnx-testdata is not installed");
    return;
  }
  int read_count = 0;
  int bodies = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data)) {
    if (entry.path().extension() != ".onnx") continue;
    CAPTURE(entry.path().string());
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    ::onnx::ModelProto proto;
    REQUIRE(proto.ParseFromString(bytes));
    const auto model = byom::onnx::read_model(entry.path());
    if (!model.ok()) {
      const bool old =
          opset_of(proto) < 7 && model.error().text.find("the model uses opset") != std::string::npos;
      const bool type =
          model.error().text.find("is of type TYPE_PROTO, which is not supported") != std::string::npos;
      CHECK_MESSAGE((old || type), model.error().text);
      CHECK(model.error().code == byom::exit_unsupported);
      continue;
    }
    ++read_count;
    CHECK(difference(model->graph, proto.graph()) == "");
    for (const auto& violation : byom::ir::check(model->graph)) FAIL_CHECK(violation.text);
    for (const auto& node : model->graph.nodes) bodies += static_cast<int>(byom::ir::bodies(node).size());
  }
  CHECK(read_count > 800);
  CHECK(bodies > 10);
}
