// Einsum: sums of products, written as an equation of axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/contraction.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_einsum {
namespace {

Schema schema() {
  Schema s = onnx("Einsum", {12});
  s.doc("Einstein's summation: letters that the output lacks are summed over.");
  s.input("Inputs", numeric, "tensors of one type")
      .variadic()
      .output("Output", "the letters behind the arrow");
  s.attr_of(BYOM_ATTR_STRING, "equation", "such as \"bij, bjk -> bik\"");
  const Literal x = tensor<float>({1, 2, 2}, {1, 2, 3, 4}), y = tensor<float>({2, 1}, {5, 6});
  s.example("a product", {{"equation", "bij, jk -> bik"}}, {x, y}, {tensor<float>({1, 2, 1}, {17, 39})});
  s.example("hidden axes, implied output", {{"equation", "...ij,jk"}}, {x, y},
            {tensor<float>({1, 2, 1}, {17, 39})});
  s.example("a diagonal", {{"equation", "bii->bi"}}, {x}, {tensor<float>({1, 2}, {1, 4})});
  s.example("all of it", {{"equation", "bij->"}}, {x}, {tensor<float>({}, {10})});
  return s;
}

Result<Descs> infer(const Node& node) {
  return infer_contraction(node, node.string("equation"));
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Val any, first_activation(node, keras));
  Vals operands;
  for (std::size_t i = 0; i < node.inputs(); ++i) {
    BYOM_TRY(const Val x, operand(node, keras, i, any, "operand"));
    operands.push_back(x);
  }
  std::string subscripts;
  for (const char c : node.string("equation"))
    if (c != ' ') subscripts += c;
  return Vals{keras.layer("ops.Einsum", {{"subscripts", subscripts}}, operands)};
}

Result<Done> compute(const Node& node, Io& io) {
  return contract(node, io, node.string("equation"));
}
}  // namespace

BYOM_OP(einsum) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_einsum
