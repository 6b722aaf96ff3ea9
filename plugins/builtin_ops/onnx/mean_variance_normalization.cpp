// MeanVarianceNormalization: mean 0 and variance 1 over some axes.
#include <algorithm>
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/reduce.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_mean_variance_normalization {
namespace {

using Ints = std::vector<std::int64_t>;

constexpr float epsilon = 1e-9F;  // of ONNX's definition, added to the deviation

Schema schema() {
  Schema s =
      unary_schema("MeanVarianceNormalization", {9, 13}, "Mean 0 and variance 1 over some axes.", floating);
  s.layout(Layout::terminate);
  s.attr("axes", Ints{0, 2, 3}, "what mean and variance are taken over");
  s.example("spatial axes of one image", {{"axes", Ints{2, 3}}},
            {tensor<float>({1, 2, 1, 2}, {1, 3, 10, 30})}, {tensor<float>({1, 2, 1, 2}, {-1, 1, -1, 1})});
  s.example("the batch among them", {}, {tensor<float>({2, 1, 1, 2}, {1, 1, 5, 5})},
            {tensor<float>({2, 1, 1, 2}, {-1, -1, 1, 1})});
  s.example("no variance", {{"axes", Ints{-1}}}, {tensor<float>({1, 2}, {4, 4})},
            {tensor<float>({1, 2}, {0, 0})});
  return s;
}

Result<Ints> axes_of(const Node& node) {
  Ints axes = node.integers("axes");
  for (std::int64_t& axis : axes) {
    BYOM_TRY(axis, checked_axis(axis, node.input(0).rank()));
  }
  std::ranges::sort(axes);
  if (std::ranges::adjacent_find(axes) != axes.end())
    return Node::fail("attribute 'axes' names an axis twice");
  return axes;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const Ints axes, axes_of(node));
  for (const std::int64_t axis : axes)
    if (!x.dims[static_cast<std::size_t>(axis)].is_number())
      return Node::fail("attribute 'axes' names the batch: it mixes samples");
  return Descs{{x.dtype, x.dims}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Ints axes, axes_of(node));
  if (axes.empty()) return Node::fail("attribute 'axes' is empty; Keras would take all axes");
  const Attrs config = {{"axis", axes}, {"keepdims", true}};
  const Val x = keras.input(0);
  const Val mean = keras.helper("mean", "ops.Mean", config, {x});
  const Val centred = keras.helper("centred", "ops.Subtract", {}, {x, mean});
  const Val squares = keras.helper("squares", "ops.Square", {}, {centred});
  const Val variance = keras.helper("variance", "ops.Mean", config, {squares});
  const Val deviation = keras.helper("deviation", "ops.Sqrt", {}, {variance});
  const Val divisor = keras.helper("divisor", "ops.Add", {{"x2", epsilon}}, {deviation});
  return Vals{keras.layer("ops.Divide", {}, {centred, divisor})};
}

// In double, for floats of every width: mean, what is left without it, its deviation, the quotient.
Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const Ints axes, axes_of(node));
  const auto shape = io.shape(0);
  Ints kept(shape.begin(), shape.end());
  for (const std::int64_t axis : axes) kept[static_cast<std::size_t>(axis)] = 1;
  std::uint64_t rows = 1;
  for (const std::int64_t extent : kept) rows *= static_cast<std::uint64_t>(extent);
  return with_type<AllFloats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    std::vector<double> x, squares, statistic(rows);
    for (const T element : io.in<T>(0)) x.push_back(static_cast<double>(widen(element)));
    squares.resize(x.size());
    const auto combine = [&](auto f) {
      kernels::binary(host_pool(), x.data(), shape, statistic.data(), kept, x.data(), shape, f);
    };
    const auto mean_of = [&](const std::vector<double>& elements) {
      kernels::reduce(host_pool(), kernels::Reduction::mean, elements.data(), shape, axes, statistic.data());
    };
    mean_of(x);
    combine([](double a, double mean) { return a - mean; });
    kernels::unary(host_pool(), x.data(), static_cast<std::int64_t>(x.size()), squares.data(),
                   [](double a) { return a * a; });
    mean_of(squares);
    combine(
        [](double a, double variance) { return a / (std::sqrt(variance) + static_cast<double>(epsilon)); });
    for (std::size_t i = 0; i < x.size(); ++i) io.out<T>(0)[i] = narrow<T>(x[i]);
  });
}
}  // namespace

BYOM_OP(mean_variance_normalization) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_mean_variance_normalization
