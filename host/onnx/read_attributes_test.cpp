// Tests of node attributes of every kind.
#include <functional>

#include <doctest/doctest.h>

#include "host/onnx/test_models.hpp"

using namespace byom::onnx::test;
using ::onnx::AttributeProto;

namespace {

::onnx::ModelProto model_with(AttributeProto::AttributeType type,
                              const std::function<void(AttributeProto&)>& change) {
  ::onnx::ModelProto model = small_model();
  change(add_attribute(*model.mutable_graph()->mutable_node(0), "a", type));
  return model;
}

std::string read_text(AttributeProto::AttributeType type,
                      const std::function<void(AttributeProto&)>& change) {
  const auto model = read_proto(model_with(type, change));
  return model.ok() ? byom::ir::text(model->graph.nodes[0].attributes[0]) : refusal(model);
}

const std::string start = "3 First node 'n0' (output 'a'): attribute 'a' ";

}  // namespace

TEST_CASE("every kind of attribute arrives with its value") {
  CHECK(read_text(AttributeProto::FLOAT, [](auto& a) { a.set_f(0.5F); }) == "a=0.5");
  CHECK(read_text(AttributeProto::INT, [](auto& a) { a.set_i(-3); }) == "a=-3");
  CHECK(read_text(AttributeProto::STRING, [](auto& a) { a.set_s("SAME"); }) == "a='SAME'");
  CHECK(read_text(AttributeProto::FLOATS, [](auto& a) { a.add_floats(0.5F); }) == "a=[0.5]");
  CHECK(read_text(AttributeProto::INTS, [](auto& a) { a.add_ints(1), a.add_ints(2); }) == "a=[1,2]");
  CHECK(read_text(AttributeProto::STRINGS, [](auto& a) { a.add_strings("x"); }) == "a=['x']");
  const auto fill = [](::onnx::TensorProto& t) {
    t.set_data_type(1);
    t.add_dims(1);
    t.set_raw_data("\0\0\x80\x3f", 4);
  };
  CHECK(read_text(AttributeProto::TENSOR, [&](auto& a) { fill(*a.mutable_t()); }) == "a=<float[1]>");
  CHECK(read_text(AttributeProto::TENSORS, [&](auto& a) { fill(*a.add_tensors()); }) == "a=[<float[1]>]");
  const auto model = read_proto(model_with(AttributeProto::TENSOR, [&](auto& a) { fill(*a.mutable_t()); }));
  REQUIRE(model.ok());
  const auto& tensor = std::get<byom::ir::Tensor>(model->graph.nodes[0].attributes[0].value);
  CHECK(byom::ir::contiguous(tensor).elements<float>()[0] == 1.0F);
}

TEST_CASE("a zero that a writer left out is zero, and a list without items is empty") {
  CHECK(read_text(AttributeProto::FLOAT, [](auto&) {}) == "a=0");
  CHECK(read_text(AttributeProto::INT, [](auto&) {}) == "a=0");
  CHECK(read_text(AttributeProto::STRING, [](auto&) {}) == "a=''");
  CHECK(read_text(AttributeProto::INTS, [](auto&) {}) == "a=[]");
}

TEST_CASE("old files without types are read by the field that is filled") {
  CHECK(read_text(AttributeProto::UNDEFINED, [](auto& a) { a.set_i(4); }) == "a=4");
  CHECK(read_text(AttributeProto::UNDEFINED, [](auto& a) { a.add_floats(4); }) == "a=[4]");
  CHECK(read_text(AttributeProto::UNDEFINED, [](auto&) {}) == start + "has neither a type nor a value");
}

TEST_CASE("a type that does not fit the stored value is refused") {
  CHECK(read_text(AttributeProto::INT, [](auto& a) { a.set_f(1); }) ==
        start + "says it is of type INT, but its value is stored otherwise");
  CHECK(read_text(AttributeProto::INTS, [](auto& a) { a.add_ints(1), a.set_s("x"); }) ==
        start + "says it is of type INTS, but its value is stored otherwise");
  CHECK(read_text(AttributeProto::TENSOR, [](auto&) {}) ==
        start + "says it is of type TENSOR, but its value is stored otherwise");
  CHECK(read_text(AttributeProto::GRAPH, [](auto&) {}) ==
        start + "says it is of type GRAPH, but its value is stored otherwise");
}

TEST_CASE("kinds that are not read, references and duplicates are refused by name") {
  CHECK(read_text(AttributeProto::SPARSE_TENSOR, [](auto& a) { a.mutable_sparse_tensor(); }) ==
        "1" + start.substr(1) + "is of type SPARSE_TENSOR, which is not supported");
  CHECK(read_text(AttributeProto::TYPE_PROTO, [](auto& a) { a.mutable_tp(); }) ==
        "1" + start.substr(1) + "is of type TYPE_PROTO, which is not supported");
  CHECK(read_text(AttributeProto::INT, [](auto& a) { a.set_ref_attr_name("axis"); }) ==
        start + "refers to attribute 'axis' of a function, but the node is in none");
  ::onnx::ModelProto twice = model_with(AttributeProto::INT, [](auto& a) { a.set_i(1); });
  add_attribute(*twice.mutable_graph()->mutable_node(0), "a", AttributeProto::INT);
  CHECK(refusal(twice) == "3 First node 'n0' (output 'a') has attribute 'a' twice");
  CHECK(read_text(AttributeProto::TENSOR, [](auto& a) {
          a.mutable_t()->set_data_type(1), a.mutable_t()->add_dims(2);
        }) == start + "of shape [2] has no elements stored");
}
