// One honest operator, and one for each law that breaks that law and, as far as can be, no other.
#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace {
using namespace byom;

using Loop = std::function<Result<Done>(const Node& node, std::span<const float> x, std::span<float> y)>;

Schema schema(const std::string& type, Layout layout = Layout::transparent) {
  Schema s("test", type, {1});
  s.doc("x times `by`.").layout(layout);
  s.input("x", "float,double", "any shape").output("y", "like x").attr("by", 2.0F, "the factor");
  return s;
}

Schema with_examples(Schema s, float two = 2) {
  s.example("a row", {}, {tensor<float>({1, 3}, {1, -2, 3})}, {tensor<float>({1, 3}, {2, -4, 6})});
  s.example("a table by 3", {{"by", 3.0F}}, {tensor<float>({2, 2}, {1, 2, 3, 4})},
            {tensor<float>({2, 2}, {3, 6, 9, 6 * two})});
  return s;
}

Result<Descs> same_as_x(const Node& node) {
  Desc y = node.input(0);
  y.known = nullptr;
  y.values.reset();
  return Descs{y};
}

Result<Vals> multiply(const Node& node, Keras& keras) {
  return Vals{keras.layer("ops.Multiply", {{"x2", node.real("by")}}, {keras.input(0)})};
}

Compute kernel(Loop loop) {
  return [loop = std::move(loop)](const Node& node, Io& io) -> Result<Done> {
    if (io.dtype(0) != BYOM_FLOAT) return Node::fail("only float is computed");
    return loop(node, io.in<float>(0), io.out<float>(0));
  };
}

Result<Done> times(std::span<const float> x, std::span<float> y, float factor) {
  for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[i] * factor;
  return done;
}

Result<Done> honest(const Node& node, std::span<const float> x, std::span<float> y) {
  return times(x, y, node.real("by"));
}

Op op(Schema s, Loop loop) {
  return Op(std::move(s)).infer(same_as_x).translate(multiply).kernel(kernel(std::move(loop)));
}

// The same, failing without a word where `silent` says so.
Op silent(const std::string& type, std::function<bool(const Node&, std::span<const float>)> when) {
  return op(with_examples(schema(type)),
            [when = std::move(when)](const Node& node, std::span<const float> x,
                                     std::span<float> y) -> Result<Done> {
              if (when(node, x)) return Node::fail("");
              return honest(node, x, y);
            });
}

Result<Done> silent_about_double(const Node& node, Io& io) {
  if (io.dtype(0) != BYOM_FLOAT) return Node::fail("");
  return honest(node, io.in<float>(0), io.out<float>(0));
}

// Right only where the elements of x are known.
Result<Descs> shrinks_unknown(const Node& node) {
  BYOM_TRY(Descs y, same_as_x(node));
  if (!node.input(0).known) y[0].dims.back() = Dim(1);
  return y;
}

Result<Vals> adds(const Node& node, Keras& keras) {
  return Vals{keras.layer("ops.Add", {{"x2", node.real("by")}}, {keras.input(0)})};
}

Op misreads_axis() {
  Schema s = schema("MisreadsAxis", Layout::terminate);
  s.attr("axis", std::int64_t{1}, "counted from the end where negative");
  return Op(with_examples(std::move(s)))
      .infer(same_as_x)
      .kernel(kernel([](const Node& node, std::span<const float> x, std::span<float> y) {
        return times(x, y, node.real("by") + (node.integer("axis") < 0 ? 1.0F : 0.0F));
      }));
}

Op undescribed() {
  Schema s("test", "Undescribed", {1});
  s.input("x", "float,duoble", "").output("y", "like x");
  return Op(std::move(s)).infer(same_as_x);
}

Op classless() {
  Schema s = with_examples(schema("Classless"));
  return Op(std::move(s))
      .infer(same_as_x)
      .kernel(kernel(honest))
      .layer(Layer().custom("ClasslessLayer", "class OtherLayer: pass\n",
                            {BYOM_DIALECT_KERAS2, BYOM_DIALECT_KERAS3}));
}

std::vector<Op> out_of_bounds() {
  std::vector<Op> ops;
  ops.push_back(op(with_examples(schema("WritesBehind")), [](const Node& node, auto x, auto y) {
    y.data()[y.size()] = 1;
    return honest(node, x, y);
  }));
  ops.push_back(op(with_examples(schema("WritesIntoInput")), [](const Node& node, auto x, auto y) {
    auto computed = honest(node, x, y);
    if (!x.empty()) const_cast<float*>(x.data())[0] += 1;
    return computed;
  }));
  ops.push_back(op(with_examples(schema("LeavesUnwritten")), [](const Node& node, auto x, auto y) {
    return honest(node, x.first(x.empty() ? 0 : x.size() - 1), y);
  }));
  return ops;
}

std::vector<Op> operators() {
  std::vector<Op> ops = out_of_bounds();
  ops.push_back(op(with_examples(schema("Honest")), honest));
  ops.push_back(undescribed());
  ops.push_back(classless());
  ops.push_back(op(with_examples(schema("WrongExample"), 3), honest));
  ops.push_back(op(with_examples(schema("WrongShape")), honest).infer(shrinks_unknown));
  ops.push_back(op(with_examples(schema("WrongTranslation")), honest).translate(adds));
  ops.push_back(op(with_examples(schema("RightOnExamplesOnly")), [](const Node& node, auto x, auto y) {
    for (std::size_t i = 0; i < x.size(); ++i)
      y[i] = x[i] * node.real("by") + (x[i] == std::floor(x[i]) ? 0.0F : 1.0F);
    return Result<Done>(done);
  }));
  ops.push_back(op(with_examples(schema("IgnoresAttribute")),
                   [](const Node&, auto x, auto y) { return times(x, y, 2); }));
  ops.push_back(Op(with_examples(schema("SilentAboutDouble"))).infer(same_as_x).kernel(silent_about_double));
  ops.push_back(silent("SilentAboutNaN", [](const Node&, auto x) { return !x.empty() && std::isnan(x[0]); }));
  ops.push_back(silent("SilentAboutNothing", [](const Node&, auto x) { return x.empty(); }));
  ops.push_back(
      silent("SilentAboutFactor", [](const Node& node, auto) { return std::isnan(node.real("by")); }));
  ops.push_back(misreads_axis());
  ops.push_back(op(with_examples(schema("LiesAboutLayout")), [](const Node& node, auto x, auto y) {
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = x[i] * node.real("by") + (i == 1 ? 1.0F : 0.0F);
    return Result<Done>(done);
  }));
  ops.push_back(op(with_examples(schema("Forgetful")), [](const Node& node, auto x, auto y) {
    static std::atomic<int> calls = 0;
    return times(x, y, node.real("by") + static_cast<float>(++calls));
  }));
  return ops;
}
}  // namespace

BYOM_PLUGIN("org.tao-byom.test.lawbreakers", "1.0", operators())
