// If, written against the C header: control flow with bodies. An exercise for the ABI.
#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace {
using namespace byom;

Schema schema() {
  Schema s = onnx("If", {1, 11, 13});
  s.doc("Runs one of two bodies, which see the tensors of the graph around them.");
  s.input("cond", "bool", "a scalar").output("outputs", "what the chosen body gives").variadic();
  s.attr_of(BYOM_ATTR_GRAPH, "then_branch", "without inputs")
      .attr_of(BYOM_ATTR_GRAPH, "else_branch", "without inputs");
  return s;
}

// Both bodies must agree in type and rank; extents on which they differ are left open.
Result<Descs> infer(const Node& node) {
  std::vector<byom_desc> then_out(node.outputs()), else_out(node.outputs());
  const auto* view_table = serving.host->view;
  for (auto [name, out] : {std::pair{"then_branch", &then_out}, std::pair{"else_branch", &else_out}})
    if (view_table->body_infer(serving.ctx, view(name), nullptr, 0, out->data(), out->size()))
      return Node::fail(std::string(name) + " cannot be inferred");
  Descs all;
  for (std::size_t i = 0; i < then_out.size(); ++i) {
    if (then_out[i].dtype != else_out[i].dtype)
      return Node::fail("the two bodies give output " + std::to_string(i) + " different types");
    Desc desc(then_out[i].dtype, {});
    desc.rank_known = then_out[i].rank == else_out[i].rank;
    for (std::int32_t d = 0; desc.rank_known && d < then_out[i].rank; ++d) {
      const Dim a(then_out[i].dims[d]), b(else_out[i].dims[d]);
      desc.dims.push_back(a == b ? a : max(a, b));
    }
    all.push_back(std::move(desc));
  }
  return all;
}

Result<Done> compute(const Node& node, Io& io) {
  const bool condition = io.in<bool>(0)[0];
  const char* branch = condition ? "then_branch" : "else_branch";
  node.ignore(condition ? "else_branch" : "then_branch", "the condition chose the other");
  std::vector<byom_tensor> made(io.outputs());
  if (serving.host->run->body_run(serving.ctx, view(branch), nullptr, 0, made.data(), made.size()))
    return Node::fail(std::string(branch) + " failed");
  for (std::size_t i = 0; i < made.size(); ++i) {
    const auto out = io.make_out<std::byte>(i, {made[i].shape, made[i].shape + made[i].rank});
    std::copy_n(static_cast<const std::byte*>(made[i].data), made[i].bytes, out.data());
  }
  return done;
}
}  // namespace

BYOM_PLUGIN("exercise.if", "1.0.0", {Op(schema()).infer(infer).kernel(compute).dynamic_outputs()})
