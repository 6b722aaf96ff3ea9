// Tests of graphs: names, order, bodies, and every way they can be wrong.
#include "host/onnx/read_graph.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "host/ir/check.hpp"
#include "host/onnx/test_models.hpp"

using namespace byom::onnx::test;
using byom::onnx::Model;
using ::onnx::AttributeProto;
using ::onnx::GraphProto;

namespace {

Model whole(const ::onnx::ModelProto& proto) {
  auto model = read_proto(proto);
  if (!model.ok()) FAIL(model.error().text);
  CHECK(byom::ir::check(model->graph).empty());
  return std::move(*model);
}

std::string printed_graph(const ::onnx::ModelProto& proto) {
  return byom::ir::print(whole(proto).graph);
}

// x -> Branch {body} -> y, the body filled by the test.
::onnx::ModelProto with_body(GraphProto*& body) {
  ::onnx::ModelProto model = small_model();
  auto& node = *model.mutable_graph()->mutable_node(0);
  node.set_op_type("Branch");
  body = add_attribute(node, "body", AttributeProto::GRAPH).mutable_g();
  body->set_name("inner");
  return model;
}

}  // namespace

TEST_CASE("a graph arrives with its names, types, constants and nodes") {
  CHECK(printed_graph(small_model()) ==
        "graph 'main'\n"
        "  input x: float[2,2]\n"
        "  constant w: float[2,2]\n"
        "  a: ?[...] = First(x)  # n0\n"
        "  y: float[2,2] = Second(a, w)  # n1\n"
        "  output y: float[2,2]\n");
}

TEST_CASE("left out inputs and outputs are absent, domains have one spelling") {
  ::onnx::ModelProto model = small_model();
  auto& node = *model.mutable_graph()->mutable_node(1);
  node.set_domain("ai.onnx");
  node.clear_input();
  for (const char* input : {"a", "", "w", ""}) node.add_input(input);
  node.clear_output();
  for (const char* output : {"", "y"}) node.add_output(output);
  const Model read = whole(model);
  CHECK(read.graph.nodes[1].domain.empty());
  CHECK(read.graph.nodes[1].index == 1);
  REQUIRE(read.graph.nodes[1].inputs.size() == 3);  // an empty name at the end is no input
  CHECK(read.graph.nodes[1].inputs[1] == byom::ir::absent);
  CHECK(read.graph.nodes[1].outputs[0] == byom::ir::absent);
}

TEST_CASE("initializers that are inputs, too, are constants") {
  ::onnx::ModelProto model = small_model();
  set_float_type(*model.mutable_graph()->add_input(), "w", {2, 2});
  CHECK(printed_graph(model) == printed_graph(small_model()));
}

TEST_CASE("free extents are symbols: named, unnamed, and -1") {
  ::onnx::ModelProto model = small_model();
  auto& shape =
      *model.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type()->mutable_shape();
  shape.mutable_dim(0)->set_dim_param("batch");
  shape.mutable_dim(1)->clear_dim_value();
  shape.add_dim()->set_dim_value(-1);
  shape.add_dim()->set_dim_param("batch");
  shape.add_dim()->set_dim_value(0);
  const Model read = whole(model);
  CHECK(byom::ir::type_text(read.graph, read.graph.value(read.graph.inputs[0])) ==
        "float[batch,x.1,x.2,batch,0]");
  CHECK(read.graph.value(read.graph.inputs[0]).dims[0].symbol ==
        read.graph.value(read.graph.inputs[0]).dims[3].symbol);
  shape.mutable_dim(2)->set_dim_value(-2);
  CHECK(refusal(model) == "3 graph input 'x' has the extent -2 at axis 2");
}

TEST_CASE("inputs may have no shape or no tensor type, but no unknown element type") {
  ::onnx::ModelProto model = small_model();
  auto& type = *model.mutable_graph()->mutable_input(0)->mutable_type();
  type.mutable_tensor_type()->clear_shape();
  CHECK(printed_graph(model).find("input x: float[...]") != std::string::npos);
  type.mutable_tensor_type()->set_elem_type(99);
  CHECK(refusal(model) == "1 graph input 'x' has the unknown element type 99");
  type.mutable_sequence_type();
  CHECK(whole(model).warnings ==
        Names{"values that are no tensors have no known type here (the first: graph input 'x', a sequence)"});
  model.mutable_graph()->mutable_input(0)->clear_type();
  CHECK(printed_graph(model).find("input x: ?[...]") != std::string::npos);
}

TEST_CASE("an output may be an input, a constant, or stand twice") {
  ::onnx::ModelProto model = empty_model();
  auto& graph = *model.mutable_graph();
  set_float_type(*graph.add_input(), "x", {1});
  add_tensor(graph, "w", 1, {}, "1234");
  for (const char* name : {"x", "w", "x"}) set_float_type(*graph.add_output(), name, {});
  CHECK(whole(model).graph.outputs == std::vector<byom::ir::ValueId>{1, 0, 1});
}

TEST_CASE("nodes out of order are sorted with one warning and keep their index") {
  ::onnx::ModelProto model = small_model();
  model.mutable_graph()->mutable_node()->SwapElements(0, 1);
  const Model read = whole(model);
  CHECK(read.graph.nodes[0].name == "n0");
  CHECK(read.graph.nodes[0].index == 1);
  CHECK(read.warnings == Names{"the nodes of the file are not in an order that can run; they were sorted"});
  CHECK(whole(small_model()).warnings.empty());
}

TEST_CASE("a cycle is named node by node, a long one by its first eight") {
  ::onnx::ModelProto model = small_model();
  model.mutable_graph()->mutable_node(0)->set_input(0, "y");
  CHECK(refusal(model) ==
        "3 nodes wait for each other in a cycle: First node 'n0' (output 'a') reads Second node 'n1' (output "
        "'y') "
        "reads the first");
  model = small_model();
  model.mutable_graph()->mutable_node(0)->set_input(0, "a");
  CHECK(refusal(model) ==
        "3 nodes wait for each other in a cycle: First node 'n0' (output 'a') reads the first");
  model = small_model();
  for (int i = 0; i < 20; ++i)
    add_node(*model.mutable_graph(), "Ring", {"r" + std::to_string((i + 1) % 20)}, {"r" + std::to_string(i)});
  const std::string text = refusal(model);
  CHECK(text.ends_with("Ring node (output 'r7') reads 12 more, the last of which reads the first"));
}

TEST_CASE("what nothing makes is reported with the nearest names") {
  ::onnx::ModelProto model = small_model();
  model.mutable_graph()->mutable_node(1)->set_input(0, "conv1_ouput");
  model.mutable_graph()->mutable_node(0)->set_output(0, "conv1_output");
  CHECK(refusal(model) ==
        "3 Second node 'n1' (output 'y') reads 'conv1_ouput', which nothing in the model makes (did you mean "
        "'conv1_output'?)");
  model = small_model();
  model.mutable_graph()->mutable_output(0)->set_name("elsewhere");
  CHECK(refusal(model) == "3 the graph gives 'elsewhere', which nothing in the model makes");
}

TEST_CASE("a name is defined once") {
  const auto graph_of = [](::onnx::ModelProto& model) { return model.mutable_graph(); };
  ::onnx::ModelProto model = small_model();
  add_node(*graph_of(model), "Third", {"x"}, {"a"}, "n2");
  CHECK(refusal(model) == "3 Third node 'n2' defines 'a', which is defined already");
  model.mutable_graph()->mutable_node(2)->clear_name();
  CHECK(refusal(model) == "3 Third node 2 defines 'a', which is defined already");
  model = small_model();
  add_node(*graph_of(model), "Third", {"y"}, {"x"}, "n2");
  CHECK(refusal(model) == "3 Third node 'n2' defines 'x', which is defined already");
  model = small_model();
  add_node(*graph_of(model), "Third", {"y"}, {"w"}, "n2");
  CHECK(refusal(model) == "3 Third node 'n2' defines 'w', which is defined already");
  model = small_model();
  add_tensor(*graph_of(model), "w", 1, {}, "1234");
  CHECK(refusal(model) == "3 initializer 'w' defines 'w', which is defined already");
  model = small_model();
  set_float_type(*graph_of(model)->add_input(), "x", {});
  CHECK(refusal(model) == "3 graph input 'x' defines 'x', which is defined already");
}

TEST_CASE("names may be empty where ONNX allows it, strange, and not longer than 64 KiB") {
  ::onnx::ModelProto model = small_model();
  model.mutable_graph()->mutable_node(0)->set_output(0, "a\n\x1b[31m'");
  model.mutable_graph()->mutable_node(1)->set_input(0, "a\n\x1b[31m'");
  for (auto& node : *model.mutable_graph()->mutable_node()) node.clear_name();
  CHECK(printed_graph(model).find("a\\n\\x1b[31m\\': ?[...] = First(x)\n") != std::string::npos);
  model = small_model();
  model.mutable_graph()->mutable_node(0)->set_name(std::string(65'536, 'n'));
  CHECK(refusal(model) == "read");
  model.mutable_graph()->mutable_node(0)->set_name(std::string(65'537, 'n'));
  CHECK(refusal(model) == "4 the node name '" + std::string(32, 'n') + "...' is longer than 65536 bytes");
  model = small_model();
  model.mutable_graph()->mutable_node(0)->clear_op_type();
  CHECK(refusal(model) == "3 node 0 has no operator");
  model = small_model();
  model.mutable_graph()->mutable_initializer(0)->clear_name();
  model.mutable_graph()->mutable_node(1)->mutable_input()->RemoveLast();
  CHECK(refusal(model) == "3 an initializer has no name");
  model = small_model();
  model.mutable_graph()->add_input();
  CHECK(refusal(model) == "3 a graph input has no name");
}

TEST_CASE("graphs without outputs and sparse initializers are refused, without nodes they are not") {
  ::onnx::ModelProto model = small_model();
  model.mutable_graph()->clear_output();
  CHECK(refusal(model) == "3 the graph has no outputs");
  model = small_model();
  model.mutable_graph()->add_sparse_initializer()->mutable_values()->set_name("s");
  CHECK(refusal(model) == "1 sparse initializers are not supported, such as 's'; store them dense");
  model = small_model();
  model.mutable_graph()->add_quantization_annotation();
  CHECK(whole(model).warnings == Names{"quantization annotations of the model are ignored"});
}

TEST_CASE("a body captures values by name and holds constants from outside itself") {
  GraphProto* body = nullptr;
  const ::onnx::ModelProto model = [&] {
    auto proto = with_body(body);
    add_node(*body, "Inner", {"x", "w"}, {"b"});
    body->add_output()->set_name("b");
    return proto;
  }();
  const Model read = whole(model);
  const byom::ir::Graph& inner = *byom::ir::bodies(read.graph.nodes[0]).front();
  REQUIRE(inner.captured.size() == 1);
  CHECK(inner.value(inner.captured[0]).name == "x");
  CHECK(inner.symbols == read.graph.symbols);
  CHECK(inner.opsets == read.graph.opsets);
  CHECK(byom::ir::print(inner) ==
        "graph 'inner'\n"
        "  constant w: float[2,2]\n"
        "  b: ?[...] = Inner(x, w)\n"
        "  output b: ?[...]\n");
}

TEST_CASE("a node waits for what its bodies capture, through bodies in bodies and lists of bodies") {
  ::onnx::ModelProto model = small_model();
  auto& graph = *model.mutable_graph();
  auto& branch = add_node(graph, "Branch", {}, {"z"});
  graph.add_output()->set_name("z");
  GraphProto& middle = *add_attribute(branch, "bodies", AttributeProto::GRAPHS).add_graphs();
  auto& deep = add_node(middle, "Branch", {}, {"m"});
  middle.add_output()->set_name("m");
  GraphProto& inner = *add_attribute(deep, "body", AttributeProto::GRAPH).mutable_g();
  add_node(inner, "Inner", {"y"}, {"i"});
  inner.add_output()->set_name("i");
  graph.mutable_node()->SwapElements(0, 2);  // Branch first
  const Model read = whole(model);
  CHECK(read.graph.nodes.back().type == "Branch");
  const byom::ir::Graph& read_middle = *byom::ir::bodies(read.graph.nodes.back()).front();
  REQUIRE(read_middle.captured.size() == 1);
  CHECK(read_middle.value(read_middle.captured[0]).name == "y");

  inner.mutable_node(0)->set_input(0, "z");
  graph.mutable_node(0)
      ->mutable_attribute(0)
      ->mutable_graphs(0)
      ->mutable_node(0)
      ->mutable_attribute(0)
      ->mutable_g()
      ->mutable_node(0)
      ->set_input(0, "z");
  CHECK(refusal(model) == "3 nodes wait for each other in a cycle: Branch node (output 'z') reads the first");
}

TEST_CASE("a body's own names hide those around it, and its inputs keep their places") {
  GraphProto* body = nullptr;
  ::onnx::ModelProto model = with_body(body);
  set_float_type(*body->add_input(), "x", {1});
  add_node(*body, "Inner", {"x"}, {"w"});
  body->add_output()->set_name("w");
  const Model read = whole(model);
  const byom::ir::Graph& inner = *byom::ir::bodies(read.graph.nodes[0]).front();
  CHECK(inner.captured.empty());
  CHECK(inner.inputs.size() == 1);
  add_tensor(*model.mutable_graph()->mutable_node(0)->mutable_attribute(0)->mutable_g(), "x", 1, {}, "1234");
  CHECK(refusal(model) ==
        "3 Branch node 'n0' (output 'a'): attribute 'body', body: graph input 'x' defines 'x', which is "
        "defined "
        "already");
}

TEST_CASE("problems in a body name the node around it") {
  GraphProto* body = nullptr;
  ::onnx::ModelProto model = with_body(body);
  add_node(*body, "Inner", {"nowhere"}, {"b"});
  body->add_output()->set_name("b");
  CHECK(refusal(model) ==
        "3 Branch node 'n0' (output 'a'): attribute 'body', body: Inner node (output 'b') reads 'nowhere', "
        "which "
        "nothing in the model makes");
}

TEST_CASE("all problems are reported at once, one a line, and the code is theirs when they agree") {
  ::onnx::ModelProto model = small_model();
  auto& graph = *model.mutable_graph();
  graph.mutable_initializer(0)->set_data_type(22);
  graph.mutable_node(0)->set_input(0, "none");
  graph.mutable_node(1)->mutable_unknown_fields()->AddLengthDelimited(8, "o");
  CHECK(refusal(model) ==
        "3 3 problems\n"
        "  initializer 'w' has the element type int4, which is not supported\n"
        "  First node 'n0' (output 'a') reads 'none', which nothing in the model makes\n"
        "  Second node 'n1' (output 'y'): overload 'o' is not supported by this program");
  graph.mutable_node(0)->set_input(0, "x");
  CHECK(refusal(model).starts_with("1 2 problems\n"));
}

TEST_CASE("100000 nodes in reverse order, and 100000 undefined names, take no longer than reading") {
  ::onnx::ModelProto model = empty_model();
  auto& graph = *model.mutable_graph();
  set_float_type(*graph.add_input(), "v0", {1});
  for (int i = 100'000; i > 0; --i)
    add_node(graph, "Next", {"v" + std::to_string(i - 1)}, {"v" + std::to_string(i)});
  graph.add_output()->set_name("v100000");
  const Model read = whole(model);
  CHECK(read.graph.nodes.front().index == 99'999);
  graph.clear_node();
  for (int i = 0; i < 100'000; ++i)
    add_node(graph, "Next", {"u" + std::to_string(i)}, {"w" + std::to_string(i)});
  const std::string text = refusal(model);
  CHECK(text.starts_with("3 100001 problems\n"));
  CHECK(text.ends_with("\n  and 99901 more"));
}
