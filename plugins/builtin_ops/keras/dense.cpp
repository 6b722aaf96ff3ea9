// Dense: y = x * kernel + bias over the last axis.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <byom/op.hpp>

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

// Row by row in plain loops: the original runs through another matrix product.
Result<Done> compute(const Node& node, Io& io) {
  const auto units = static_cast<std::size_t>(node.integer("units"));
  const auto depth = static_cast<std::size_t>(io.shape(1)[0]);
  const float* x = io.in<float>(0).data();
  const float* kernel = io.in<float>(1).data();
  const float* bias = node.flag("use_bias") ? io.in<float>(2).data() : nullptr;
  float* y = io.out<float>(0).data();
  const std::uint64_t rows = units == 0 ? 0 : io.out<float>(0).size() / units;
  constexpr std::uint64_t block = 64;
  const std::uint64_t blocks = (units + block - 1) / block;
  parallel_for(rows * blocks, 1, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t task = begin; task < end; ++task) {
      const std::uint64_t row = task / blocks, first = task % blocks * block;
      const std::uint64_t n = std::min<std::uint64_t>(block, units - first);
      float sum[block] = {};
      for (std::size_t k = 0; k < depth; ++k) {
        const float factor = x[row * depth + k];
        const float* from = kernel + k * units + first;
        for (std::uint64_t j = 0; j < n; ++j) sum[j] += factor * from[j];
      }
      for (std::uint64_t j = 0; j < n; ++j)
        y[row * units + first + j] = sum[j] + (bias ? bias[first + j] : 0);
    }
  });
  return done;
}
}  // namespace

BYOM_OP(keras_dense) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .both("Dense")
          .weight("kernel", "", BYOM_WEIGHT_TRAINABLE | BYOM_WEIGHT_KERNEL, "kernel_initializer")
          .weight("bias", "use_bias", BYOM_WEIGHT_TRAINABLE, "bias_initializer"));
}

}  // namespace byom::op_keras_dense
