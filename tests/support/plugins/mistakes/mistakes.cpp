// The plugin, and the mistakes of accept and infer.
#include "mistakes.hpp"

#include <new>

namespace mistakes {
namespace {

// Calls the table of another facet.
Result<Descs> call_out_of_place(const Node& node) {
  const byom_host& host = *serving.host;
  const std::string what = node.string("what");
  byom_val value = 0;
  byom_desc desc{};
  byom_tensor tensor{};
  const byom_call call{};
  if (what == "build->input") host.build->input(serving.ctx, 0, &value);
  if (what == "build->call") host.build->call(serving.ctx, &call);
  if (what == "build->describe") host.build->describe(serving.ctx, 0, &desc);
  if (what == "build->output") host.build->output(serving.ctx, 0, 0);
  if (what == "run->output") host.run->output(serving.ctx, 0, nullptr, 0, &tensor);
  return like_x(node);
}

Op misplaced() {
  Schema s = schema("Misplaced");
  s.attr("what", "", "the function");
  return Op(std::move(s)).infer(call_out_of_place).translate(relu).kernel(copy_x);
}

// Gives its body as many inputs, and wants as many outputs, as it is told; or runs it.
Result<Descs> infer_body(const Node& node) {
  byom_desc x{}, given[2], made[2];
  serving.host->view->input(serving.ctx, 0, &x);
  given[0] = given[1] = x;
  const auto n_in = static_cast<std::uint64_t>(node.integer("gives"));
  const auto n_out = static_cast<std::uint64_t>(node.integer("wants"));
  byom_tensor tensor{};
  const byom_rc rc =
      n_out == 0 ? serving.host->run->body_run(serving.ctx, view("body"), nullptr, 0, &tensor, 0)
                 : serving.host->view->body_infer(serving.ctx, view("body"), given, n_in, made, n_out);
  if (rc != BYOM_OK) return Node::fail("the body is no use");
  return like_x(node);
}

Op with_body() {
  Schema s = schema("WithBody");
  s.attr_of(BYOM_ATTR_GRAPH, "body", "what to repeat").attr("gives", std::int64_t{1}, "inputs");
  s.attr("wants", std::int64_t{1}, "outputs");
  return Op(std::move(s)).infer(infer_body).translate(relu).kernel(copy_x);
}

Op later() {
  return Op(Schema("acme", "Later", {3}).input("x", "any", "any").output("y", "x")).infer(like_x);
}

Op two_versions() {
  Schema s("acme", "TwoVersions", {1, 2});
  s.input("x", "any", "any").output("y", "x").attr("sharpness", 1.0F, "how sharp").from(2);
  return Op(std::move(s)).infer(like_x);
}

Op strict() {
  Schema s("acme", "Strict", {1});
  s.input("x", "any", "any").input("slope", "any", "any").output("y", "x");
  s.attr("alpha", std::int64_t{1}, "a number").attr_of(BYOM_ATTR_INTS, "axes", "needed");
  return Op(std::move(s)).infer(like_x);
}

// An attribute of every type.
Op typed() {
  Schema s("acme", "Typed", {1});
  s.input("x", "any", "any").output("y", "x");
  const std::pair<const char*, std::int32_t> attributes[] = {
      {"a_float", BYOM_ATTR_FLOAT},   {"an_int", BYOM_ATTR_INT},     {"a_string", BYOM_ATTR_STRING},
      {"a_tensor", BYOM_ATTR_TENSOR}, {"a_graph", BYOM_ATTR_GRAPH},  {"floats", BYOM_ATTR_FLOATS},
      {"ints", BYOM_ATTR_INTS},       {"strings", BYOM_ATTR_STRINGS}};
  for (const auto& [name, type] : attributes) s.attr_of(type, name, "read by nobody");
  return Op(std::move(s)).infer(like_x);
}

template <class Read>
Op reads(const char* type, Read read) {
  return infers(type, [read](const Node& node) -> Result<Descs> {
    BYOM_TRY(const auto ignored, read(node));
    static_cast<void>(ignored);
    return like_x(node);
  });
}

std::vector<Op> wrong_inferences() {
  return {Op(schema("NoInfer")).translate(relu),
          Op(schema("Declines")).accept([](const Node&) -> Result<Done> {
            return Node::decline("serves cubes only");
          }),
          infers("NegativeExtent",
                 [](const Node&) -> Result<Descs> {
                   return Descs{Desc(BYOM_FLOAT, {Dim(1), Dim(-3)})};
                 }),
          infers("SaysNothing", [](const Node&) -> Result<Descs> { return Descs{}; }),
          infers("ThrowsMemory", [](const Node&) -> Result<Descs> { throw std::bad_alloc(); }),
          infers("ThrowsNumber", [](const Node&) -> Result<Descs> { throw 7; }),
          infers("ReadsUndeclared",
                 [](const Node& node) {
                   static_cast<void>(node.integer("facto"));
                   return like_x(node);
                 }),
          infers("ReadsAsInt",
                 [](const Node& node) {
                   static_cast<void>(node.integer("factor"));
                   return like_x(node);
                 }),
          infers("ReadsAsList",
                 [](const Node& node) {
                   static_cast<void>(node.integers("factor"));
                   return like_x(node);
                 }),
          reads("WantsAxis", [](const Node&) { return checked_axis(5, 2); }),
          reads("WantsIntegers", [](const Node& node) { return node.constant_integers(1, "second"); }),
          reads("WantsReals", [](const Node& node) { return node.constant_reals(1, "second"); }),
          misplaced(),
          with_body(),
          later(),
          two_versions(),
          strict(),
          typed()};
}

std::vector<Op> all() {
  std::vector<Op> ops = wrong_inferences();
  for (const auto& more : {wrong_kernels(), wrong_translations(), wrong_layers()})
    for (const Op& op : more) ops.push_back(op);
  return ops;
}

}  // namespace
}  // namespace mistakes

BYOM_PLUGIN("com.acme.mistakes", "", mistakes::all())
