// Tests of fields that are newer than the generated classes, as newer writers put them into a file.
#include "host/onnx/unknown_fields.hpp"

#include <doctest/doctest.h>
#include <google/protobuf/unknown_field_set.h>

#include "host/onnx/test_models.hpp"

using namespace byom::onnx::test;

namespace {

std::string outcome(const ::onnx::ModelProto& proto) {
  const auto model = read_proto(proto);
  if (!model.ok()) return refusal(model);
  std::string text;
  for (const std::string& warning : model->warnings) text += warning + "\n";
  return text;
}

}  // namespace

TEST_CASE("descriptive fields of newer versions are skipped without a word") {
  ::onnx::ModelProto model = small_model();
  model.mutable_unknown_fields()->AddLengthDelimited(26, "device");
  auto& graph = *model.mutable_graph();
  graph.mutable_unknown_fields()->AddLengthDelimited(16, "meta");
  graph.mutable_node(0)->mutable_unknown_fields()->AddLengthDelimited(9, "meta");
  graph.mutable_node(0)->mutable_unknown_fields()->AddLengthDelimited(10, "device");
  graph.mutable_node(0)->mutable_unknown_fields()->AddLengthDelimited(8, "");
  graph.mutable_initializer(0)->mutable_unknown_fields()->AddLengthDelimited(16, "meta");
  graph.mutable_input(0)->mutable_unknown_fields()->AddLengthDelimited(4, "meta");
  CHECK(outcome(model).empty());
}

TEST_CASE("fields that change the meaning are refused by name") {
  ::onnx::ModelProto model = small_model();
  model.mutable_graph()->mutable_node(0)->mutable_unknown_fields()->AddLengthDelimited(8, "int8");
  CHECK(outcome(model) == "1 First node 'n0' (output 'a'): overload 'int8' is not supported by this program");
  model = small_model();
  auto& attribute = add_attribute(*model.mutable_graph()->mutable_node(0), "a", ::onnx::AttributeProto::INT);
  attribute.clear_type();
  attribute.mutable_unknown_fields()->AddVarint(20, 77);
  CHECK(outcome(model) ==
        "1 First node 'n0' (output 'a'): attribute 'a': type 77 is not supported by this program");
  model = small_model();
  model.mutable_graph()->mutable_initializer(0)->mutable_unknown_fields()->AddVarint(14, 5);
  CHECK(outcome(model) == "1 initializer 'w': data_location 5 is not supported by this program");
}

TEST_CASE("anything else is one warning with its number, however often it occurs") {
  ::onnx::ModelProto model = small_model();
  for (auto& node : *model.mutable_graph()->mutable_node()) node.mutable_unknown_fields()->AddVarint(99, 1);
  model.mutable_unknown_fields()->AddFixed32(98, 1);
  CHECK(outcome(model) ==
        "field 98 of ModelProto is unknown to this program and was ignored (first in the model)\n"
        "field 99 of NodeProto is unknown to this program and was ignored (first in First node 'n0' (output "
        "'a'))\n");
}

TEST_CASE("a known field with the wrong wire type is an unknown field") {
  ::onnx::ModelProto model = small_model();
  model.mutable_graph()->mutable_unknown_fields()->AddVarint(5, 1);
  CHECK(outcome(model) ==
        "field 5 of GraphProto is unknown to this program and was ignored (first in the graph)\n");
}
