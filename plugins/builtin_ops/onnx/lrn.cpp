// LRN: every cell divided by a power of the squares of its neighbours in other channels.
#include <algorithm>
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/reshaping.hpp"

namespace byom::op_lrn {
namespace {

Schema schema() {
  Schema s = onnx("LRN", {1, 13});
  s.doc("X / (bias + alpha / size * sum of squares of `size` channels round each one) ^ beta.")
      .layout(Layout::implicit);
  s.input("X", floating, "[N, C, ...]").output("Y", "shape of X");
  s.attr_of(BYOM_ATTR_INT, "size", "channels that are summed; of an even number the odd one lies behind");
  s.attr("alpha", 1e-4F, "factor of the mean square")
      .attr("beta", 0.75F, "exponent")
      .attr("bias", 1.0F, "summand");
  s.example("three channels, size 2", {{"size", 2}, {"alpha", 2.0F}, {"beta", 1.0F}},
            {tensor<float>({1, 3, 1, 1}, {1, 2, 3})},
            {tensor<float>({1, 3, 1, 1}, {1.0F / 6, 2.0F / 14, 0.3F})});
  s.example("one channel, a square root", {{"size", 5}, {"alpha", 5.0F}, {"beta", 0.5F}, {"bias", 0.0F}},
            {tensor<float>({1, 1, 2}, {-4, 2})}, {tensor<float>({1, 1, 2}, {-1, 1})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  if (x.rank() < 3)
    return Node::fail("the input has rank " + std::to_string(x.rank()) +
                      "; batch, channels and at least one spatial axis are needed");
  if (node.integer("size") < 1) return Node::fail("attribute 'size' is below 1");
  return Descs{{x.dtype, x.dims}};
}

// The channels become the rows of an image, whose mean a pool takes.
Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc x = node.input(0);
  if (x.dtype != BYOM_FLOAT) return Node::fail("only tensors of type float are supported");
  std::vector<std::int64_t> sample;
  for (std::size_t a = 1; a < x.dims.size(); ++a) {
    if (!x.dims[a].is_number()) return Node::fail("axis " + std::to_string(a) + " needs a fixed extent");
    sample.push_back(x.dims[a].number());
  }
  const std::int64_t size = node.integer("size"), before = (size - 1) / 2;
  const AttrValue rows =
      AttrValue::List{std::vector<std::int64_t>{before, size - 1 - before}, std::vector<std::int64_t>{0, 0}};
  const Val input = keras.input(0);
  Val mean = keras.helper("square", "ops.Square", {}, {input});
  mean = keras.helper("rows", "Reshape", {{"target_shape", std::vector<std::int64_t>{1, sample[0], -1}}},
                      {mean});
  mean = keras.helper("pad", "ZeroPadding2D", {{"padding", rows}, {"data_format", "channels_first"}}, {mean});
  mean = keras.helper("mean", "AveragePooling2D",
                      {{"pool_size", std::vector<std::int64_t>{size, 1}},
                       {"strides", std::vector<std::int64_t>{1, 1}},
                       {"padding", "valid"},
                       {"data_format", "channels_first"}},
                      {mean});
  mean = keras.helper("image", "Reshape", {{"target_shape", sample}}, {mean});
  mean = rescaled(keras, mean, node.real("alpha"), node.real("bias"), "sum");
  const Val factor = keras.helper("power", "ops.Power", {{"x2", -node.real("beta")}}, {mean});
  return Vals{keras.layer("Multiply", {}, {input, factor})};
}

Result<Done> compute(const Node& node, Io& io) {
  const std::int64_t size = node.integer("size"), channels = io.shape(0)[1];
  const double alpha = node.real("alpha") / static_cast<double>(size), beta = node.real("beta"),
               bias = node.real("bias");
  std::int64_t n = 1;
  for (std::size_t a = 2; a < io.shape(0).size(); ++a) n *= io.shape(0)[a];
  return with_type<Floats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const T* x = io.in<T>(0).data();
    T* y = io.out<T>(0).data();
    parallel_for(static_cast<std::uint64_t>(io.shape(0)[0] * channels), 1,
                 [&](std::uint64_t begin, std::uint64_t end) {
                   for (auto plane = static_cast<std::int64_t>(begin); plane < static_cast<std::int64_t>(end);
                        ++plane) {
                     const std::int64_t c = plane % channels, first = plane - c;
                     const std::int64_t from = std::max<std::int64_t>(0, c - (size - 1) / 2),
                                        to = std::min(channels, c - (size - 1) / 2 + size);
                     for (std::int64_t i = 0; i < n; ++i) {
                       double squares = 0;
                       for (std::int64_t k = from; k < to; ++k)
                         squares += static_cast<double>(x[(first + k) * n + i]) *
                                    static_cast<double>(x[(first + k) * n + i]);
                       y[plane * n + i] = static_cast<T>(static_cast<double>(x[plane * n + i]) /
                                                         std::pow(bias + alpha * squares, beta));
                     }
                   }
                 });
  });
}
}  // namespace

BYOM_OP(lrn) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_lrn
