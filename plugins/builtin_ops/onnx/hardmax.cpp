// Hardmax: 1 where the largest element along an axis stands, the first of equals, 0 elsewhere.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/softmax_node.hpp"

namespace byom::op_hardmax {
namespace {

using Ints = std::vector<std::int64_t>;

Schema schema() {
  Schema s = softmax_schema("Hardmax", "1 where the largest element along an axis stands, 0 elsewhere.");
  s.example("the first of equals", {}, {tensor<float>({2, 3}, {1, 3, 3, 2, 1, 0})},
            {tensor<float>({2, 3}, {0, 1, 0, 1, 0, 0})});
  s.example("another axis", {{"axis", 0}}, {tensor<float>({2, 2}, {1, 3, 2, -1})},
            {tensor<float>({2, 2}, {0, 1, 1, 0})});
  s.example("before version 13 all axes from one on", {}, {tensor<float>({1, 2, 2}, {1, 3, 7, 5})},
            {tensor<float>({1, 2, 2}, {0, 0, 1, 0})}, 11);
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const Ints axes, softmax_axes(node));
  for (const std::int64_t axis : axes)
    if (!x.dims[static_cast<std::size_t>(axis)].is_number())
      return Node::fail("it searches the batch: it mixes samples");
  return Descs{{x.dtype, x.dims}};
}

// [0, 1] in the type of the input.
Literal cells_of(std::int32_t dtype) {
  Literal cells;
  static_cast<void>(with_type<AllFloats>(dtype, [&]<class T>(std::type_identity<T>) {
    cells = tensor<T>({2}, {narrow<T>(0), narrow<T>(1)});
  }));
  return cells;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc x = node.input(0);
  BYOM_TRY(const Ints axes, named_axes(node));
  std::int64_t axis = axes.front(), n = 1, rank = x.rank();
  Ints extents;
  for (const std::int64_t a : axes) extents.push_back(x.dims[static_cast<std::size_t>(a)].number());
  for (const std::int64_t extent : extents) n *= extent;
  Val flat = keras.input(0);
  const bool several = axes.size() > 1;
  if (several && static_cast<std::int64_t>(axes.size()) != rank - 1)
    return Node::fail("it takes the largest element of several axes together; Keras finds one along an axis");
  if (several) {
    flat = keras.helper("flat", "Reshape", {{"target_shape", Ints{n}}}, {flat});
    rank = 2;
  }
  const Attrs config = {{"num_classes", n},
                        {"axis", axis == rank - 1 ? std::int64_t{-1} : axis},
                        {"values", cells_of(x.dtype)}};
  const Val position = keras.helper("position", "ops.Argmax", {{"axis", axis}}, {flat});
  if (!several) return Vals{keras.layer("OneHotValues", config, {position})};
  return Vals{keras.layer("Reshape", {{"target_shape", extents}},
                          {keras.helper("cells", "OneHotValues", config, {position})})};
}

// y may be x.
constexpr auto hardmax = [](const kernels::Pool& pool, std::int64_t outer, std::int64_t n, std::int64_t inner,
                            const auto* x, auto* y) {
  pool.for_range(outer * inner, 256, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const std::int64_t first = row / inner * n * inner + row % inner;
      std::int64_t best = 0;
      for (std::int64_t k = 1; k < n; ++k)
        if (x[first + k * inner] > x[first + best * inner]) best = k;
      for (std::int64_t k = 0; k < n; ++k) y[first + k * inner] = k == best ? 1 : 0;
    }
  });
};

Result<Done> compute(const Node& node, Io& io) {
  return compute_softmax(node, io, hardmax);
}
}  // namespace

BYOM_OP(hardmax) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_hardmax
