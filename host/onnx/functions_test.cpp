// Tests of model-local functions.
#include "host/onnx/functions.hpp"

#include <doctest/doctest.h>
#include <google/protobuf/unknown_field_set.h>

#include "host/ir/check.hpp"
#include "host/onnx/test_models.hpp"

using namespace byom::onnx::test;
using ::onnx::AttributeProto;
using ::onnx::FunctionProto;

namespace {

FunctionProto& add_function(::onnx::ModelProto& model, const std::string& name, const Names& inputs,
                            const Names& outputs) {
  FunctionProto& function = *model.add_functions();
  function.set_domain("local");
  function.set_name(name);
  for (const std::string& input : inputs) function.add_input(input);
  for (const std::string& output : outputs) function.add_output(output);
  function.add_opset_import()->set_version(13);
  return function;
}

::onnx::NodeProto& add_inner(FunctionProto& function, const std::string& type, const Names& inputs,
                             const Names& outputs) {
  ::onnx::GraphProto graph;
  *function.add_node() = add_node(graph, type, inputs, outputs);
  return *function.mutable_node(function.node_size() - 1);
}

// x -> local.F(x, w) -> y
::onnx::ModelProto calling() {
  ::onnx::ModelProto model = small_model();
  auto& import = *model.add_opset_import();
  import.set_domain("local");
  import.set_version(1);
  auto& call = *model.mutable_graph()->mutable_node(1);
  call.set_op_type("F");
  call.set_domain("local");
  return model;
}

std::string printed(const ::onnx::ModelProto& proto) {
  const auto model = read_proto(proto);
  if (!model.ok()) return refusal(model);
  CHECK(byom::ir::check(model->graph).empty());
  std::string text;
  for (const auto& node : model->graph.nodes) text += std::to_string(node.index) + " ";
  return text + "\n" + byom::ir::print(model->graph);
}

}  // namespace

TEST_CASE("a call becomes the function's nodes, inner names unique, index that of the call") {
  ::onnx::ModelProto model = calling();
  FunctionProto& f = add_function(model, "F", {"p", "q"}, {"r"});
  add_inner(f, "Mix", {"p", "", "q"}, {"t"});
  add_inner(f, "Finish", {"t"}, {"r"});
  add_node(*model.mutable_graph(), "F", {"y"}, {"z"}).set_domain("local");
  model.mutable_graph()->mutable_output(0)->set_name("z");
  CHECK(printed(model) ==
        "0 1 1 2 2 \n"
        "graph 'main'\n"
        "  input x: float[2,2]\n"
        "  constant w: float[2,2]\n"
        "  a: ?[...] = First(x)  # n0\n"
        "  y/t: ?[...] = Mix(a, _, w)\n"
        "  y: ?[...] = Finish(y/t)\n"
        "  z/t: ?[...] = Mix(y)\n"
        "  z: float[2,2] = Finish(z/t)\n"
        "  output z: float[2,2]\n");
}

TEST_CASE("attributes come from the call, else from the function's default, else not at all") {
  ::onnx::ModelProto model = calling();
  FunctionProto& f = add_function(model, "F", {"p", "q"}, {"r"});
  f.add_attribute("given");
  f.add_attribute("left_out");
  AttributeProto preset;
  preset.set_name("preset");
  preset.set_type(AttributeProto::INT);
  preset.set_i(7);
  f.mutable_unknown_fields()->AddLengthDelimited(11, preset.SerializeAsString());
  auto& inner = add_inner(f, "Mix", {"p", "q"}, {"r"});
  for (const char* name : {"given", "left_out", "preset"}) {
    auto& attribute = add_attribute(inner, std::string("inner_") + name, AttributeProto::INT);
    attribute.set_ref_attr_name(name);
  }
  add_attribute(*model.mutable_graph()->mutable_node(1), "given", AttributeProto::INT).set_i(3);
  CHECK(printed(model).find("= Mix(a, w) {inner_given=3, inner_preset=7}\n") != std::string::npos);
  add_attribute(*model.mutable_graph()->mutable_node(1), "typo", AttributeProto::INT).set_i(3);
  CHECK(printed(model) == "3 function 'F' is called with attribute 'typo', which it does not have");
}

TEST_CASE("functions call functions, also from bodies, and bodies of functions see the call's names") {
  ::onnx::ModelProto model = calling();
  FunctionProto& f = add_function(model, "F", {"p", "q"}, {"r"});
  add_inner(f, "G", {"p"}, {"t"}).set_domain("local");
  auto& branch = add_inner(f, "Branch", {}, {"r"});
  auto& body = *add_attribute(branch, "body", AttributeProto::GRAPH).mutable_g();
  add_node(body, "G", {"t"}, {"b"}).set_domain("local");
  body.add_output()->set_name("b");
  FunctionProto& g = add_function(model, "G", {"p"}, {"r"});
  add_inner(g, "Leaf", {"p"}, {"r"});
  CHECK(printed(model).find("  y/t: ?[...] = Leaf(a)\n"
                            "  y: float[2,2] = Branch() {body=<graph of 1 nodes>}\n"
                            "    graph ''\n"
                            "      y/b: ?[...] = Leaf(y/t)\n"
                            "      output y/b: ?[...]\n") != std::string::npos);
}

TEST_CASE("functions that never end are refused with the path, also through a body") {
  ::onnx::ModelProto model = calling();
  FunctionProto& f = add_function(model, "F", {"p", "q"}, {"r"});
  add_inner(f, "G", {"p"}, {"r"}).set_domain("local");
  FunctionProto& g = add_function(model, "G", {"p"}, {"r"});
  auto& branch = add_inner(g, "Branch", {}, {"r"});
  auto& body = *add_attribute(branch, "body", AttributeProto::GRAPH).mutable_g();
  add_node(body, "F", {"p", "p"}, {"b"}).set_domain("local");
  body.add_output()->set_name("b");
  CHECK(printed(model).find("functions of the model never end: 'F' calls 'G' calls 'F'") !=
        std::string::npos);
}

TEST_CASE("thirty functions that call the next twice are refused before they fill the memory") {
  ::onnx::ModelProto model = calling();
  model.mutable_graph()->mutable_node(1)->set_op_type("F0");
  for (int i = 0; i < 30; ++i) {
    FunctionProto& f = add_function(model, "F" + std::to_string(i), {"p"}, {"r"});
    const std::string next = "F" + std::to_string(i + 1);
    add_inner(f, next, {"p"}, {"t"}).set_domain("local");
    add_inner(f, next, {"t"}, {"r"}).set_domain("local");
  }
  model.mutable_graph()->mutable_node(1)->mutable_input()->RemoveLast();
  CHECK(printed(model).find("4 the functions of the model unfold to more than 1000000 nodes") == 0);
}

TEST_CASE("calls that cannot be unfolded faithfully are refused by name") {
  const auto refused = [](const auto& change) {
    ::onnx::ModelProto model = calling();
    FunctionProto& f = add_function(model, "F", {"p", "q"}, {"r"});
    add_inner(f, "Mix", {"p", "q"}, {"r"});
    change(model, f);
    return printed(model);
  };
  using Proto = ::onnx::ModelProto;
  CHECK(refused([](Proto&, FunctionProto& f) { f.mutable_opset_import(0)->set_version(15); }) ==
        "1 function 'F' is written for opset 15 of domain 'ai.onnx', the model for opset 13");
  CHECK(refused([](Proto& m, FunctionProto&) { m.mutable_graph()->mutable_node(1)->add_input("x"); }) ==
        "3 function 'F' is called with more inputs or outputs than it has");
  CHECK(refused([](Proto& m, FunctionProto& f) {
          f.add_output("q");
          m.mutable_graph()->mutable_node(1)->add_output("z");
        }) == "1 function 'F' gives its input 'q' as an output, which is not supported");
  CHECK(refused([](Proto&, FunctionProto& f) { f.mutable_unknown_fields()->AddLengthDelimited(13, "o"); }) ==
        "1 function 'F': overload 'o' is not supported by this program");
  CHECK(refused([](Proto& m, FunctionProto&) {
          m.mutable_graph()->mutable_node(1)->mutable_unknown_fields()->AddLengthDelimited(8, "o");
        }) == "1 the call of function 'F': overload 'o' is not supported by this program");
  CHECK(refused([](Proto& m, FunctionProto& f) {
          f.set_name("Unused");
          f.mutable_opset_import(0)->set_version(15);
          m.mutable_graph()->mutable_node(1)->set_domain("");
        }).find("y: float[2,2] = F(a, w)") != std::string::npos);
}
