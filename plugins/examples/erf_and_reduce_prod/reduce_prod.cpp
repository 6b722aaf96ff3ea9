// ReduceProd brought by the user, and the Keras layer it becomes.
#include <algorithm>
#include <vector>

#include <byom/op.hpp>

namespace {
using namespace byom;

using Ints = std::vector<std::int64_t>;

Schema reduce_prod() {
  Schema s = onnx("ReduceProd", {1, 11, 13, 18});
  s.doc("The product over axes.");
  s.input("data", "float", "any shape").input("axes", "int64", "as the attribute").optional().from(18);
  s.output("reduced", "data without the axes, or with extent 1 there");
  s.attr("axes", Ints(), "negative counts from the end; empty: all").until(17);
  s.attr("keepdims", 1, "1: the axes stay")
      .attr("noop_with_empty_axes", 0, "1: no axes, no product")
      .from(18);
  const Literal square = tensor<float>({2, 2}, {1, 2, 3, 4});
  s.example("rows, dropped", {{"axes", Ints{-1}}, {"keepdims", 0}}, {square}, {tensor<float>({2}, {2, 12})},
            13);
  s.example("everything", {}, {square}, {tensor<float>({1, 1}, {24})});
  return s;
}

Schema prod_layer() {
  Schema s("acme", "ProdLayer", {1});
  s.doc("The product over axes.");
  s.input("inputs", "float", "any shape")
      .output("outputs", "inputs without the axes, or with extent 1 there");
  s.attr_of(BYOM_ATTR_INTS, "axes", "from 0, the batch").attr("keepdims", true, "whether the axes stay");
  s.example("columns", {{"axes", Ints{0}}}, {tensor<float>({2, 2}, {1, 2, 3, 4})},
            {tensor<float>({1, 2}, {3, 8})});
  return s;
}

struct Product {
  std::vector<bool> over;  // one for each axis
  bool keep = true;
};

Result<Product> product(const Desc& x, const Ints& axes, bool keep) {
  if (x.dtype != BYOM_FLOAT) return Node::fail("only tensors of type float are served");
  Product result{std::vector<bool>(x.dims.size(), axes.empty()), keep};
  for (const std::int64_t stated : axes) {
    BYOM_TRY(const std::int64_t axis, checked_axis(stated, x.rank()));
    result.over[static_cast<std::size_t>(axis)] = true;
  }
  for (std::size_t a = 0; a < x.dims.size(); ++a)
    if (result.over[a] && !x.dims[a].is_number())
      return Node::fail("it multiplies along the batch: it mixes samples");
  return result;
}

Result<Product> of_onnx(const Node& node) {
  const bool keep = node.integer("keepdims") != 0;
  if (node.since() < 18) return product(node.input(0), node.integers("axes"), keep);
  Ints axes;
  if (node.input(1).present()) {
    BYOM_TRY(axes, node.constant_integers(1, "axes"));
  }
  if (node.integer("noop_with_empty_axes") != 0 && axes.empty())
    return Node::fail("it has no axes to multiply along");
  return product(node.input(0), axes, keep);
}

Result<Product> of_layer(const Node& node) {
  return product(node.input(0), node.integers("axes"), node.flag("keepdims"));
}

template <auto read>
Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Product p, read(node));
  const Desc x = node.input(0);
  Shape dims;
  for (std::size_t a = 0; a < x.dims.size(); ++a)
    if (!p.over[a] || p.keep) dims.push_back(p.over[a] ? Dim(1) : x.dims[a]);
  return Descs{{x.dtype, dims}};
}

template <auto read>
Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const Product p, read(node));
  const auto x = io.in<float>(0);
  const auto y = io.out<float>(0);
  const auto shape = io.shape(0);
  Ints steps(shape.size());  // how far the place in y moves with each axis of x
  for (std::int64_t a = std::ssize(shape) - 1, step = 1; a >= 0; --a) {
    const auto axis = static_cast<std::size_t>(a);
    steps[axis] = p.over[axis] ? 0 : step;
    if (!p.over[axis]) step *= shape[axis];
  }
  std::ranges::fill(y, 1.0F);
  for (std::size_t i = 0; i < x.size(); ++i) {
    auto rest = static_cast<std::int64_t>(i), to = std::int64_t{0};
    for (std::size_t a = shape.size(); a-- > 0; rest /= shape[a]) to += rest % shape[a] * steps[a];
    y[static_cast<std::size_t>(to)] *= x[i];
  }
  return done;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Product p, of_onnx(node));
  Ints axes;
  for (std::size_t a = 0; a < p.over.size(); ++a)
    if (p.over[a]) axes.push_back(static_cast<std::int64_t>(a));
  return Vals{keras.custom("acme", "ProdLayer", {{"axes", axes}, {"keepdims", p.keep}}, {keras.input(0)})};
}
}  // namespace

BYOM_OP(reduce_prod) {
  return Op(reduce_prod()).infer(infer<of_onnx>).translate(translate).kernel(compute<of_onnx>);
}

BYOM_OP(prod_layer) {
  return Op(prod_layer())
      .infer(infer<of_layer>)
      .kernel(compute<of_layer>)
      .layer(Layer().custom("ProdLayer", "", {BYOM_DIALECT_KERAS2, BYOM_DIALECT_KERAS3}));
}
