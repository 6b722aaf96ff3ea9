// MatMul: products of matrices, or of stacks of them.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/matrix_product.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_mat_mul {
namespace {

Schema schema() {
  Schema s = onnx("MatMul", {1, 9, 13});
  s.doc("The products of the last two axes; the others broadcast, as in NumPy's matmul.");
  const char* types = "float,double,float16,bfloat16,int32,int64,uint32,uint64";
  s.input("A", types, "[..., m, k] or [k]")
      .input("B", "as A", "[..., k, n] or [k]")
      .output("Y", "[..., m, n]");
  const Literal a = tensor<float>({1, 2, 2}, {1, 2, 3, 4});
  s.example("one matrix for a stack", {}, {a, tensor<float>({2, 1}, {5, 6})},
            {tensor<float>({1, 2, 1}, {17, 39})});
  s.example("stacks broadcast", {}, {a, tensor<float>({2, 1, 2, 1}, {1, 0, 0, 1})},
            {tensor<float>({2, 1, 2, 1}, {1, 3, 2, 4})});
  s.example("a vector on the right", {}, {a, tensor<float>({2}, {1, -1})}, {tensor<float>({1, 2}, {-1, -1})});
  s.example("a vector on the left", {}, {tensor<float>({2}, {1, -1}), a}, {tensor<float>({1, 2}, {-2, -2})});
  s.example("integers", {}, {tensor<std::int64_t>({1, 1}, {3}), tensor<std::int64_t>({1, 1}, {-5})},
            {tensor<std::int64_t>({1, 1}, {-15})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(Desc y, matrix_product(node.input(0), node.input(1)));
  return Descs{std::move(y)};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc a = node.input(0), b = node.input(1);
  const bool dense = b.known && b.rank() == 2 && a.rank() >= 2 && b.dtype == BYOM_FLOAT;
  if (dense) {
    const Attrs config{{"units", b.dims[1].number()}, {"use_bias", false}};
    return Vals{keras.layer("Dense", config, {keras.input(0)}, {Weight(b.known)})};
  }
  BYOM_TRY(const Val any, first_activation(node, keras));
  BYOM_TRY(const Val left, operand(node, keras, 0, any, "left"));
  BYOM_TRY(const Val right, operand(node, keras, 1, any, "right"));
  return Vals{keras.layer("ops.Matmul", {}, {left, right})};
}

Result<Done> compute(const Node&, Io& io) {
  return multiply_matrices(io);
}
}  // namespace

BYOM_OP(mat_mul) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_mat_mul
