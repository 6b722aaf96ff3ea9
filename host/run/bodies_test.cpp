// Control flow through the executor: the exercise's If, and the fixture's Repeat, whose body has an input.
#include "host/run/bodies.hpp"

#include <doctest/doctest.h>

#include "host/passes/cut.hpp"
#include "host/passes/infer.hpp"
#include "host/run/execute.hpp"
#include "tests/support/small_graph.hpp"

using namespace byom;
using byom::test::fixture_registry;
using byom::test::SmallGraph;

namespace {

registry::Session& body_session() {
  static auto* session = new registry::Session;
  return *session;
}

using Body = std::shared_ptr<ir::Graph>;

// out = type(x, x) over the captured x
Body binary(const std::string& type, const std::string& x) {
  return SmallGraph().captured(x).node(type, {x, x}, {"out"}).output("out").body();
}

// y = If(cond) { then } { else }, beside the float input x of two elements
SmallGraph choosing(const Body& then, const Body& otherwise) {
  SmallGraph small;
  small.graph.opsets[""] = 13;
  small.input("x", {2});
  small.graph.inputs.push_back(small.graph.add_value({"cond", BYOM_BOOL, 0, {}, {}, {}}));
  small.node("If", {"cond"}, {"y"}, {{"then_branch", then}, {"else_branch", otherwise}});
  small.graph.nodes.back().domain = "";
  return small.output("y");
}

ir::Tensor floats(const std::vector<float>& elements) {
  ir::Tensor tensor = ir::make_tensor(BYOM_FLOAT, {static_cast<std::int64_t>(elements.size())});
  std::ranges::copy(elements, reinterpret_cast<float*>(ir::writable(tensor)));
  return tensor;
}

ir::Tensor boolean(bool value) {
  ir::Tensor tensor = ir::make_tensor(BYOM_BOOL, {});
  *reinterpret_cast<bool*>(ir::writable(tensor)) = value;
  return tensor;
}

std::vector<float> ran(const ir::Graph& graph, const std::vector<ir::Tensor>& inputs) {
  auto program = run::Program::prepare(graph, fixture_registry(), body_session());
  REQUIRE(program);
  const auto outputs = program->run(inputs);
  INFO((outputs ? std::string() : outputs.error().text));
  REQUIRE(outputs);
  CHECK(program->ledger().empty());
  const auto elements = (*outputs)[0].elements<float>();
  return {elements.begin(), elements.end()};
}

std::string refusal(SmallGraph small) {
  const auto inferred = passes::infer_and_fold(small.graph, fixture_registry(), body_session());
  return inferred ? "" : std::to_string(inferred.error().code) + " " + inferred.error().text;
}

std::string inferred(SmallGraph small) {
  REQUIRE(passes::infer_and_fold(small.graph, fixture_registry(), body_session()));
  return ir::type_text(small.graph, small.graph.value(small.graph.outputs[0]));
}

}  // namespace

TEST_CASE(
    "bodies: If infers both branches and runs the one that the condition chooses, on what it captures") {
  const SmallGraph small = choosing(binary("Plus", "x"), binary("Times", "x"));
  CHECK(inferred(small) == "float[2]");
  CHECK(ran(small.graph, {floats({3, -1}), boolean(true)}) == std::vector<float>{6, -2});
  CHECK(ran(small.graph, {floats({3, -1}), boolean(false)}) == std::vector<float>{9, 1});
}

TEST_CASE("bodies: the batch stays free through a body") {
  SmallGraph small = choosing(binary("Plus", "x"), binary("Times", "x"));
  small.graph.value(small.graph.inputs[0]).dims[0] = {1, BYOM_BATCH, 0};
  CHECK(inferred(small) == "float[N]");
  CHECK(ran(small.graph, {floats({1, 2, 3}), boolean(true)}) == std::vector<float>{2, 4, 6});
}

TEST_CASE("bodies: a tensor computed before is captured, and kept until the body has read it") {
  SmallGraph small;
  small.graph.opsets[""] = 13;
  small.input("x", {2}).node("Plus", {"x", "x"}, {"twice"}).node("Times", {"twice", "x"}, {"other"});
  small.graph.inputs.push_back(small.graph.add_value({"cond", BYOM_BOOL, 0, {}, {}, {}}));
  small.node("If", {"cond"}, {"chosen"},
             {{"then_branch", binary("Plus", "twice")}, {"else_branch", binary("Plus", "x")}});
  small.graph.nodes.back().domain = "";
  small.node("Plus", {"chosen", "other"}, {"y"}).output("y");
  CHECK(ran(small.graph, {floats({1, 2}), boolean(true)}) == std::vector<float>{6, 16});
  passes::prune(small.graph);
  CHECK(small.graph.nodes.size() == 4);
  small.graph.nodes.erase(small.graph.nodes.begin() + 1);
  small.graph.nodes.pop_back();
  small.graph.outputs = {small.find("chosen")};
  passes::prune(small.graph);
  CHECK(small.graph.nodes.size() == 2);
  CHECK(ran(small.graph, {floats({1, 2}), boolean(true)}) == std::vector<float>{4, 8});
}

TEST_CASE("bodies: a body in a body captures through the one between") {
  SmallGraph middle = choosing(binary("Plus", "x"), binary("Times", "x"));
  middle.graph.captured = middle.graph.inputs;  // x and cond are the outer graph's
  middle.graph.inputs.clear();
  const SmallGraph small = choosing(middle.body(), binary("Plus", "x"));
  CHECK(inferred(small) == "float[2]");
  CHECK(ran(small.graph, {floats({3, 4}), boolean(true)}) == std::vector<float>{6, 8});
}

TEST_CASE("bodies: a body with an input runs again and again, each time on what the last run made") {
  const Body body =
      SmallGraph().captured("x").input("i", {2}).node("Plus", {"i", "x"}, {"o"}).output("o").body();
  SmallGraph small;
  small.input("x", {2})
      .node("Repeat", {"x"}, {"y"}, {{"times", std::int64_t{3}}, {"body", body}})
      .output("y");
  CHECK(inferred(small) == "float[2]");
  CHECK(ran(small.graph, {floats({1, 5})}) == std::vector<float>{4, 20});
  // A body that gives its input back unchanged.
  const Body same = SmallGraph().input("i", {2}).output("i").body();
  small.graph.nodes[0].attributes[1].value = same;
  CHECK(ran(small.graph, {floats({1, 5})}) == std::vector<float>{1, 5});
}

TEST_CASE("bodies: a node is folded only when its bodies capture constants alone") {
  const auto repeat = [](const char* captured, bool constant) {
    SmallGraph body;
    body.captured(captured).input("i", {1}).node("Plus", {"i", captured}, {"o"}).output("o");
    SmallGraph small;
    small.input("x", {1}).constant("c", {1}, {2});
    if (constant) small.constant("k", {1}, {5});
    small.node("Repeat", {"c"}, {"y"}, {{"body", body.body()}}).output("y");
    REQUIRE(passes::infer_and_fold(small.graph, fixture_registry(), body_session()));
    return small;
  };
  CHECK(repeat("x", false).graph.nodes.size() == 1);
  const SmallGraph folded = repeat("k", true);
  CHECK(folded.graph.nodes.empty());
  REQUIRE(folded.graph.value(folded.graph.outputs[0]).constant);
  CHECK(folded.graph.value(folded.graph.outputs[0]).constant->elements<float>()[0] == 12);
}

TEST_CASE("bodies: refusals name the node, the body, and the node inside it") {
  CHECK(refusal(choosing(binary("Plus", "x"),
                         SmallGraph().captured("x").node("Plus", {"x"}, {"o"}).output("o").body())) ==
        "1 If node 'y' (output 'y'): body 'else_branch': test.Plus node 'o' (output 'o'): input 'b' is "
        "missing; "
        "else_branch cannot be inferred");
  CHECK(refusal(choosing(SmallGraph().input("i", {2}).output("i").body(), binary("Plus", "x"))) ==
        "1 If node 'y' (output 'y'): body 'then_branch' takes 1 input, the operator gives it 0; then_branch "
        "cannot "
        "be inferred");
  CHECK(refusal(choosing(SmallGraph().body(), binary("Plus", "x"))) ==
        "1 If node 'y' (output 'y'): body 'then_branch' makes 0 outputs, the operator wants 1; then_branch "
        "cannot be "
        "inferred");
}

TEST_CASE("bodies: operators that nobody knows are found inside bodies, too") {
  const SmallGraph small = choosing(binary("Plus", "x"), binary("Nobody", "x"));
  const auto checked = passes::check_operators(small.graph, fixture_registry());
  REQUIRE_FALSE(checked);
  CHECK(checked.error().text.starts_with(
      "The model uses operators that no plugin knows: test::Nobody (1 node)."));
}

TEST_CASE("bodies: what a kernel inside a body does not look at is told") {
  SmallGraph body;
  body.captured("x").node("Careless", {"x"}, {"o"}, {{"ignored", std::int64_t{1}}}).output("o");
  const SmallGraph small = choosing(body.body(), binary("Plus", "x"));
  auto program = run::Program::prepare(small.graph, fixture_registry(), body_session());
  REQUIRE(program);
  REQUIRE(program->run({floats({1, 2}), boolean(true)}));
  REQUIRE(program->ledger().size() == 1);
  CHECK(program->ledger()[0].starts_with(
      "test.Careless node 'o' (output 'o'): attribute 'ignored=1' is not looked at"));
}
