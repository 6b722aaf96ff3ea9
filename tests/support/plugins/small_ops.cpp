// Operators of the domain "test", with kernels and without layers, for the tests of passes and executor.
#include <algorithm>
#include <string>

#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace {
using namespace byom;

Result<Descs> like_first(const Node& node) {
  const Desc x = node.input(0);
  return Descs(node.outputs(), Desc(x.dtype, x.dims));
}

// a op b, where b may be one number.
template <class F>
Compute binary(F f) {
  return [f](const Node&, Io& io) -> Result<Done> {
    const auto a = io.in<float>(0), b = io.in<float>(1);
    for (std::size_t i = 0; i < a.size(); ++i) io.out<float>(0)[i] = f(a[i], b[b.size() == 1 ? 0 : i]);
    return done;
  };
}

Schema two(const char* type) {
  Schema s("test", type, {1});
  s.input("a", "float", "any").input("b", "float", "shape of a, or one number").output("y", "shape of a");
  return s;
}

// slope * x. `mode`, `axes` and `sides` are there to be matched; `axes` left in version 2.
Schema bend() {
  Schema s("test", "Bend", {1, 2});
  s.input("x", "float", "any").input("limit", "float", "nothing").optional().output("y", "shape of x");
  s.attr("slope", 1.0F, "the factor")
      .attr("mode", "soft", "nothing")
      .attr("sides", std::int64_t{2}, "nothing");
  s.attr_of(BYOM_ATTR_INTS, "axes", "nothing").optional().until(1);
  return s;
}

Result<Done> compute_bend(const Node& node, Io& io) {
  for (const char* name : {"mode", "axes", "sides"}) node.ignore(name, "nothing depends on it");
  std::ranges::transform(io.in<float>(0), io.out<float>(0).begin(),
                         [slope = node.real("slope")](float x) { return slope * x; });
  return done;
}

Schema halves() {
  Schema s("test", "Halves", {1});
  s.input("x", "float", "any").output("low", "shape of x").output("high", "shape of x").optional();
  return s;
}

// Does not look at `ignored`.
Schema careless() {
  Schema s("test", "Careless", {1});
  s.input("x", "float", "any").output("y", "shape of x").attr("ignored", std::int64_t{0}, "nothing");
  return s;
}

Result<Done> copy_first(const Node&, Io& io) {
  std::ranges::copy(io.in<float>(0), io.out<float>(0).begin());
  return done;
}

// What patterns make: any number of inputs.
Schema made(const char* type, const char* domain = "test", std::int64_t since = 1) {
  Schema s(domain, type, {since});
  s.input("inputs", "float", "any").variadic().output("y", "shape of the first");
  return s;
}

Result<Done> accept_one_axis(const Node& node) {
  if (node.input(0).rank() == 1) return done;
  return Node::decline("serves one axis");
}

// Runs `body` on x, `times` over.
Schema repeat() {
  Schema s("test", "Repeat", {1});
  s.input("x", "float", "any").output("y", "shape of x");
  s.attr("times", std::int64_t{2}, "how often").attr_of(BYOM_ATTR_GRAPH, "body", "one input, one output");
  return s;
}

Result<Descs> infer_repeat(const Node& node) {
  node.ignore("times", "the shape stays");
  byom_desc x{}, y{};
  serving.host->view->input(serving.ctx, 0, &x);
  if (serving.host->view->body_infer(serving.ctx, view("body"), &x, 1, &y, 1))
    return Node::fail("the body cannot be inferred");
  Desc out(y.dtype, {});
  for (std::int32_t d = 0; d < y.rank; ++d) out.dims.emplace_back(y.dims[d]);
  return Descs{out};
}

Result<Done> compute_repeat(const Node& node, Io& io) {
  byom_tensor value = io.raw_in(0);
  for (std::int64_t i = 0; i < node.integer("times"); ++i) {
    byom_tensor next{};
    if (serving.host->run->body_run(serving.ctx, view("body"), &value, 1, &next, 1))
      return Node::fail("the body failed");
    value = next;
  }
  std::copy_n(static_cast<const float*>(value.data), value.bytes / sizeof(float), io.out<float>(0).data());
  return done;
}

// Each number as text, whose characters hold until the next call.
Schema spell() {
  Schema s("test", "Spell", {1});
  s.input("x", "float", "any").output("y", "string, shape of x");
  return s;
}

Result<Descs> infer_spell(const Node& node) {
  return Descs{Desc(BYOM_STRING, node.input(0).dims)};
}

Result<Done> compute_spell(const Node&, Io& io) {
  static std::vector<std::string> texts;
  texts.clear();
  for (const float x : io.in<float>(0)) texts.push_back(std::to_string(x));
  std::ranges::transform(texts, static_cast<byom_str*>(io.raw_out(0).data),
                         [](const std::string& text) { return view(text); });
  return done;
}

Result<Descs> wrong_type(const Node& node) {
  return Descs{Desc(BYOM_INT64, node.input(0).dims)};
}
Result<Descs> faulty(const Node& node) {
  static_cast<void>(node.integer("undeclared"));
  return like_first(node);
}
}  // namespace

BYOM_PLUGIN("test.small-ops", "1.0",
            {Op(two("Plus")).infer(like_first).kernel(binary([](float a, float b) { return a + b; })),
             Op(two("Times")).infer(like_first).kernel(binary([](float a, float b) { return a * b; })),
             Op(bend()).infer(like_first).kernel(compute_bend), Op(halves()).infer(like_first),
             Op(careless()).infer(like_first).kernel(copy_first), Op(made("Made")).infer(like_first),
             Op(made("MadeOfOneAxis")).accept(accept_one_axis).infer(like_first),
             Op(made("MadeWrong")).infer(wrong_type), Op(made("MadeFaulty")).infer(faulty),
             Op(made("MadeLater", "test", 3)).infer(like_first),
             Op(made("Made", "later", 3)).infer(like_first), Op(two("MadeOfTwo")).infer(like_first),
             Op(repeat()).infer(infer_repeat).kernel(compute_repeat),
             Op(spell()).infer(infer_spell).kernel(compute_spell)},
            {{"y = test::Bend(test::Bend(x) {slope=3}) {slope=2}", "test", "Made"}})
