// LpNormalization: each vector along an axis divided by its norm; a vector of zeros stays one.
#include <limits>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/p_norm.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_lp_normalization {
namespace {

Schema schema() {
  Schema s = unary_schema("LpNormalization", {1, 22},
                          "Each vector along an axis divided by its norm; a vector of zeros stays one.",
                          floating, "input", "output");
  s.layout(Layout::terminate);
  s.attr("axis", std::int64_t{-1}, "the axis of the vectors");
  s.attr("p", std::int64_t{2}, "order of the norm, 1 or 2");
  s.example("length 1", {}, {tensor<float>({2, 2}, {3, -4, 0, 0})},
            {tensor<float>({2, 2}, {0.6F, -0.8F, 0, 0})});
  s.example("sum 1, the other axis", {{"axis", 0}, {"p", 1}}, {tensor<float>({2, 2}, {1, 0, -3, 5})},
            {tensor<float>({2, 2}, {0.25F, 0, -0.75F, 1})});
  return s;
}

Result<double> order(const Node& node) {
  const std::int64_t p = node.integer("p");
  if (p != 1 && p != 2) return Node::fail("attribute 'p' is " + std::to_string(p) + "; 1 and 2 are possible");
  return static_cast<double>(p);
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  BYOM_CHECK_OK(order(node));
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), x.rank()));
  if (!x.dims[static_cast<std::size_t>(axis)].is_number())
    return Node::fail("it divides by a norm over the batch: it mixes samples");
  return Descs{{x.dtype, x.dims}};
}

// A norm of 0 becomes the smallest number, by which 0 is 0.
Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const double p, order(node));
  const Val x = keras.input(0);
  const float least = node.input(0).dtype == BYOM_FLOAT16 ? 0x1p-24F : std::numeric_limits<float>::min();
  const Attrs config = {{"axis", std::vector<std::int64_t>{node.integer("axis")}}, {"keepdims", true}};
  Val norm = keras.helper("sum", "ops.Sum", config, {powers(keras, x, p)});
  if (p == 2) norm = rooted(keras, norm, p, "norm");
  norm = keras.helper("divisor", "ops.Maximum", {{"x2", least}}, {norm});
  return Vals{keras.layer("ops.Divide", {}, {x, norm})};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const double p, order(node));
  const auto shape = io.shape(0);
  BYOM_TRY(const std::int64_t stated,
           checked_axis(node.integer("axis"), static_cast<std::int64_t>(shape.size())));
  const auto axis = static_cast<std::size_t>(stated);
  const std::int64_t outer = count_of(shape, 0, axis), n = shape[axis],
                     inner = count_of(shape, axis + 1, shape.size());
  return with_type<AllFloats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const T* x = io.in<T>(0).data();
    T* y = io.out<T>(0).data();
    parallel_for(static_cast<std::uint64_t>(outer * inner), 256, [&](std::uint64_t begin, std::uint64_t end) {
      for (auto row = static_cast<std::int64_t>(begin); row < static_cast<std::int64_t>(end); ++row) {
        const std::int64_t first = row / inner * n * inner + row % inner;
        double sum = 0;
        for (std::int64_t k = 0; k < n; ++k)
          sum += power(static_cast<double>(widen(x[first + k * inner])), p);
        const double norm = root(sum, p);
        for (std::int64_t k = first; k < first + n * inner; k += inner)
          y[k] = narrow<T>(norm == 0 ? 0 : static_cast<double>(widen(x[k])) / norm);
      }
    });
  });
}
}  // namespace

BYOM_OP(lp_normalization) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_lp_normalization
