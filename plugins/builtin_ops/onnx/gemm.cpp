// Gemm: y = alpha * A' * B' + beta * C.
#include "plugins/builtin_ops/kernels/gemm.hpp"

#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/broadcast.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_gemm {
namespace {

Schema schema() {
  Schema s = onnx("Gemm", {7, 9, 11, 13});
  s.doc("alpha * A * B + beta * C, with A and B transposed on request.");
  s.input("A", "float,double,int32,int64", "[M, K], or [K, M] with transA")
      .input("B", "as A", "[K, N], or [N, K] with transB");
  s.input("C", "as A", "broadcast to [M, N]").until(10);
  s.input("C", "as A", "broadcast to [M, N]").optional().from(11).output("Y", "[M, N]");
  s.attr("alpha", 1.0F, "factor of A * B").attr("beta", 1.0F, "factor of C");
  s.attr("transA", std::int64_t{0}, "1: A is transposed")
      .attr("transB", std::int64_t{0}, "1: B is transposed");
  s.example("all factors", {{"alpha", 2.0F}, {"beta", 0.5F}, {"transB", std::int64_t{1}}},
            {tensor<float>({1, 2}, {1, 2}), tensor<float>({1, 2}, {3, 4}), tensor<float>({1}, {10})},
            {tensor<float>({1, 1}, {27})});
  s.example("transA", {{"transA", std::int64_t{1}}},
            {tensor<float>({1, 2}, {1, 2}), tensor<float>({1, 1}, {3}), tensor<float>({2, 1}, {10, 20})},
            {tensor<float>({2, 1}, {13, 26})});
  return s;
}

struct Sizes {
  Dim m, n, k;
};

Result<Sizes> sizes_of(const Node& node) {
  const Desc a = node.input(0), b = node.input(1), c = node.input(2);
  if (a.rank() != 2 || b.rank() != 2) return Node::fail("A and B must be matrices");
  const std::size_t ta = node.integer("transA") != 0, tb = node.integer("transB") != 0;
  const Sizes s{a.dims[ta], b.dims[1 - tb], a.dims[1 - ta]};
  if (!s.k.is_number() || !b.dims[tb].is_number()) return mixes_samples("sums over the batch");
  if (!(s.k == b.dims[tb])) return Node::fail("the inner extents of A and B differ");
  if (!s.m.is_number() && !s.n.is_number())
    return mixes_samples("multiplies every sample with every other one");
  if (!c.present()) return s;
  BYOM_TRY(const Shape broadcast, broadcast_shape({{s.m, s.n}, c.dims}));
  if (!(broadcast == Shape{s.m, s.n})) return Node::fail("C does not broadcast to the product");
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Sizes s, sizes_of(node));
  return Descs{{node.input(0).dtype, {s.m, s.n}}};
}

// factor * tensor, where that is not the tensor itself.
Weight scaled(const byom_tensor& t, float factor) {
  if (factor == 1) return &t;
  auto values = elements_of<float>(t);
  for (float& value : values) value *= factor;
  return tensor<float>({t.shape, t.shape + t.rank}, values);
}

// Whether it is x * constant + one row for all samples.
bool is_dense(const Node& node) {
  const Desc b = node.input(1), c = node.input(2);
  const bool row = !c.present() || (c.known && (c.rank() < 2 || c.dims[0] == Dim(1)));
  return node.integer("transA") == 0 && b.known && b.dtype == BYOM_FLOAT && row;
}

Result<Vals> as_dense(const Node& node, Keras& keras, std::int64_t n) {
  const Desc b = node.input(1), c = node.input(2);
  const float beta = node.real("beta");
  Weight kernel = scaled(*b.known, node.real("alpha"));
  if (node.integer("transB") != 0) kernel = kernel.permuted({1, 0});
  std::vector<Weight> weights{kernel};
  if (c.present() && element_count(*c.known) == n) {
    weights.push_back(scaled(*c.known, beta).reshaped({n}));
  } else if (c.present()) {  // one number for all columns
    const float value = *static_cast<const float*>(c.known->data) * beta;
    weights.emplace_back(tensor<float>({n}, std::vector<float>(static_cast<std::size_t>(n), value)));
  }
  return Vals{keras.layer("Dense", {{"units", n}, {"use_bias", c.present()}}, {keras.input(0)}, weights)};
}

Result<Val> factor_of(const Node& node, Keras& keras, std::size_t i, const char* flag, Val any) {
  const std::string role = i == 0 ? "left" : "right";
  BYOM_TRY(const Val x, operand(node, keras, i, any, role));
  if (node.integer(flag) == 0) return x;
  return keras.helper(role + ".transposed", "ops.Transpose", {{"axes", std::vector<std::int64_t>{1, 0}}},
                      {x});
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Sizes s, sizes_of(node));
  const float alpha = node.real("alpha"), beta = node.real("beta");
  if (is_dense(node)) return as_dense(node, keras, s.n.number());
  if (node.input(0).dtype != BYOM_FLOAT) return Node::fail("only products of floats are translated");
  BYOM_TRY(const Val any, first_activation(node, keras));
  BYOM_TRY(const Val left, factor_of(node, keras, 0, "transA", any));
  BYOM_TRY(const Val right, factor_of(node, keras, 1, "transB", any));
  Val y = keras.helper("product", "ops.Matmul", {}, {left, right});
  if (alpha != 1) y = rescaled(keras, y, alpha, 0, "alpha");
  if (!node.input(2).present()) return Vals{y};
  BYOM_TRY(Val c, operand(node, keras, 2, any, "C"));
  if (beta != 1) c = rescaled(keras, c, beta, 0, "beta");
  return Vals{combined(keras, {.operation = "ops.Add", .few_first = true}, y, c)};
}

template <class T>
void multiply(const Node& node, Io& io) {
  const bool ta = node.integer("transA") != 0, tb = node.integer("transB") != 0;
  const std::int64_t m = io.out_shape(0)[0], n = io.out_shape(0)[1], k = io.shape(0)[ta ? 0 : 1];
  const auto alpha = static_cast<T>(node.real("alpha")), beta = static_cast<T>(node.real("beta"));
  T* y = io.out<T>(0).data();
  const kernels::GemmShape shape{m, n, k, ta ? m : k, tb ? k : n, n, ta, tb};
  if constexpr (std::is_floating_point_v<T>) {
    kernels::gemm(host_pool(), shape, alpha, io.in<T>(0).data(), io.in<T>(1).data(), false, y);
  } else {
    kernels::gemm(host_pool(), shape, io.in<T>(0).data(), io.in<T>(1).data(), false, y);
    for (T& value : io.out<T>(0)) value *= alpha;
  }
  if (!io.has(2)) return;
  kernels::binary(host_pool(), static_cast<const T*>(y), io.out_shape(0), io.in<T>(2).data(), io.shape(2), y,
                  io.out_shape(0), [beta](T product, T c) { return static_cast<T>(product + beta * c); });
}

Result<Done> compute(const Node& node, Io& io) {
  return with_type<Types<float, double, std::int32_t, std::int64_t>>(
      io.dtype(0), [&]<class T>(std::type_identity<T>) { multiply<T>(node, io); });
}
}  // namespace

BYOM_OP(gemm) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_gemm
