// Dense: y = x * kernel + bias over the last axis.
#include "plugins/builtin_ops/kernels/dense.hpp"

#include <cstdint>
#include <functional>
#include <numeric>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/host_pool.hpp"

namespace byom::op_keras_dense {
namespace {

Schema schema() {
  Schema s = keras_layer("Dense");
  s.doc("A matrix product over the last axis, plus a bias.");
  s.input("inputs", "float", "[N, ..., k]").output("outputs", "[N, ..., units]");
  s.attr_of(BYOM_ATTR_INT, "units", "columns of the kernel")
      .attr("use_bias", true, "whether there is a bias");
  s.example(
      "one row", {{"units", 2}},
      {tensor<float>({1, 2}, {1, 2}), tensor<float>({2, 2}, {3, 5, 4, 6}), tensor<float>({2}, {10, 20})},
      {tensor<float>({1, 2}, {21, 37})});
  s.example("no bias", {{"units", 1}, {"use_bias", false}},
            {tensor<float>({1, 2, 1}, {3, -1}), tensor<float>({1, 1}, {2})},
            {tensor<float>({1, 2, 1}, {6, -2})});
  return s;
}

Result<Descs> infer(const Node& node) {
  Desc y = node.input(0);
  const Desc kernel = node.input(1);
  if (y.rank() < 2 || kernel.rank() != 2 || !(kernel.dims[0] == y.dims.back()) ||
      !(kernel.dims[1] == Dim(node.integer("units"))))
    return Node::fail("the kernel's shape does not fit the input and units");
  y.known = nullptr;
  y.dims.back() = Dim(node.integer("units"));
  return Descs{y};
}

kernels::DenseShape shape_of(const Node& node) {
  const auto in = node.input(0).numbers();
  const std::int64_t depth = in.back();
  const std::int64_t rows =
      std::accumulate(in.begin(), in.end() - 1, std::int64_t{1}, std::multiplies<std::int64_t>());
  return {rows, depth, node.integer("units")};
}

Result<std::uint64_t> scratch(const Node& node) {
  return kernels::dense_scratch_bytes(shape_of(node));
}

// In tiles of its own: the original runs through another matrix product.
Result<Done> compute(const Node& node, Io& io) {
  const float* bias = node.flag("use_bias") ? io.in<float>(2).data() : nullptr;
  kernels::dense(host_pool(), shape_of(node), io.in<float>(0).data(), io.in<float>(1).data(), bias,
                 io.out<float>(0).data(), io.scratch());
  return done;
}
}  // namespace

BYOM_OP(keras_dense) {
  return Op(schema())
      .infer(infer)
      .kernel(compute, scratch)
      .layer(Layer()
                 .both("Dense")
                 .weight("kernel", "", BYOM_WEIGHT_TRAINABLE | BYOM_WEIGHT_KERNEL, "kernel_initializer")
                 .weight("bias", "use_bias", BYOM_WEIGHT_TRAINABLE, "bias_initializer"));
}

}  // namespace byom::op_keras_dense
