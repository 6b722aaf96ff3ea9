// Trilu: the upper or lower triangle of matrices.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/triangle.hpp"

namespace byom::op_trilu {
namespace {

Schema schema() {
  Schema s = onnx("Trilu", {14});
  s.doc("The last two axes as matrices, of which everything below (above) diagonal k becomes 0.");
  s.input("input", any_type, "at least two axes");
  s.input("k", "int64", "the diagonal, positive ones above the main one; without it 0")
      .shape_like()
      .optional();
  s.output("output", "shape of the input").attr("upper", std::int64_t{1}, "0: the lower triangle");
  const Literal x = tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6});
  s.example("upper", {}, {x}, {tensor<float>({2, 3}, {1, 2, 3, 0, 5, 6})});
  s.example("above the diagonal", {}, {x, tensor<std::int64_t>({}, {1})},
            {tensor<float>({2, 3}, {0, 2, 3, 0, 0, 6})});
  s.example("lower", {{"upper", 0}}, {x, tensor<std::int64_t>({}, {-1})},
            {tensor<float>({2, 3}, {0, 0, 0, 4, 0, 0})});
  return s;
}

Result<std::int64_t> diagonal_of(const Node& node) {
  if (!node.input(1).present()) return std::int64_t{0};
  BYOM_TRY(const auto k, node.constant_integers(1, "k"));
  if (k.size() != 1) return Node::fail("input 'k' must be one number");
  return k[0];
}

// The nearest diagonal that takes the same. Keras on TensorFlow refuses those farther outside.
std::int64_t within(std::int64_t k, const Desc& x) {
  const Dim rows = x.dims[x.dims.size() - 2], columns = x.dims.back();
  if (rows.is_number()) k = std::max(k, -rows.number());
  return columns.is_number() ? std::min(k, columns.number()) : k;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(std::int64_t k, diagonal_of(node));
  k = within(k, node.input(0));
  const char* type = node.integer("upper") != 0 ? "ops.Triu" : "ops.Tril";
  return Vals{keras.layer(type, {{"k", k}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const std::int64_t k, diagonal_of(node));
  return keep_triangle(io, k, node.integer("upper") != 0);
}
}  // namespace

BYOM_OP(trilu) {
  return Op(schema()).infer(infer_triangle).translate(translate).kernel(compute);
}

}  // namespace byom::op_trilu
