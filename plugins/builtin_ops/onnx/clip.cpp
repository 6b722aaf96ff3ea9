// Clip: each element held between two bounds; bounds are attributes before opset 11, inputs since.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_clip {
namespace {

constexpr float largest = std::numeric_limits<float>::max();

Schema schema() {
  Schema s = unary_schema("Clip", {6, 11, 12, 13}, "Each element held between two bounds.", numeric, "input",
                          "output");
  s.input("min", "as input", "lower bound, a scalar").optional().from(11);
  s.input("max", "as input", "upper bound, a scalar; wins over min").optional().from(11);
  s.attr("min", -largest, "lower bound").until(10).attr("max", largest, "upper bound").until(10);
  s.example("both bounds", {},
            {tensor<float>({3}, {-1, 0.5F, 9}), tensor<float>({}, {0}), tensor<float>({}, {6})},
            {tensor<float>({3}, {0, 0.5F, 6})});
  s.example("min above max: max wins", {},
            {tensor<float>({2}, {-2, 6}), tensor<float>({}, {3}), tensor<float>({}, {1})},
            {tensor<float>({2}, {1, 1})});
  s.example("max alone, integers", {},
            {tensor<std::int8_t>({2}, {-3, 9}), Literal{}, tensor<std::int8_t>({}, {4})},
            {tensor<std::int8_t>({2}, {-3, 4})});
  s.example("NaN stays", {}, {tensor<float>({1}, {NAN}), tensor<float>({}, {0})},
            {tensor<float>({1}, {NAN})});
  s.example("attributes", {{"min", -1.0F}}, {tensor<float>({2}, {-3, 3})}, {tensor<float>({2}, {-1, 3})}, 6);
  return s;
}

// A bound as a number; nothing where there is none.
Result<std::optional<double>> bound(const Node& node, std::size_t i, const char* name) {
  if (node.since() < 11) {
    const float limit = node.real(name);
    return std::fabs(limit) >= largest ? std::optional<double>() : limit;
  }
  const Desc input = node.input(i);
  if (!input.present()) return std::optional<double>();
  if (!input.known)
    return Node::fail("bound '" + std::string(name) +
                      "' is computed by the model; Keras takes constants only");
  if (element_count(*input.known) != 1) return Node::fail("bound '" + std::string(name) + "' is no scalar");
  const double limit = first_element(*input.known);
  const bool open = is_floating(input.dtype) && (i == 1 ? limit <= -largest : limit >= largest);
  return open ? std::optional<double>() : limit;
}

AttrValue key(const Node& node, double limit) {
  if (is_floating(node.input(0).dtype)) return static_cast<float>(limit);
  return static_cast<std::int64_t>(limit);
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const auto low, bound(node, 1, "min"));
  BYOM_TRY(const auto high, bound(node, 2, "max"));
  const Val x = keras.input(0);
  if (!low && !high) return Vals{x};
  if (is_floating(node.input(0).dtype) && low == 0.0 && (!high || *high >= 0))
    return Vals{keras.layer("ReLU", high ? Attrs{{"max_value", key(node, *high)}} : Attrs{}, {x})};
  if (!high) return Vals{keras.layer("ops.Maximum", {{"x2", key(node, *low)}}, {x})};
  if (!low) return Vals{keras.layer("ops.Minimum", {{"x2", key(node, *high)}}, {x})};
  // Keras leaves open which bound wins.
  const double lower = std::min(*low, *high);
  return Vals{keras.layer("ops.Clip", {{"x_min", key(node, lower)}, {"x_max", key(node, *high)}}, {x})};
}

template <class T>
void clip(const Node& node, Io& io) {
  using Wide = decltype(widen(T{}));
  Wide low = std::numeric_limits<Wide>::lowest(), high = std::numeric_limits<Wide>::max();
  if constexpr (std::is_floating_point_v<Wide>) low = -INFINITY, high = INFINITY;
  if (node.since() < 11) {
    low = static_cast<Wide>(node.real("min"));
    high = static_cast<Wide>(node.real("max"));
  }
  if (io.has(1)) low = widen(io.in<T>(1)[0]);
  if (io.has(2)) high = widen(io.in<T>(2)[0]);
  const auto in = io.in<T>(0);
  const auto out = io.out<T>(0);
  parallel_for(in.size(), 1 << 14, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t i = begin; i < end; ++i)
      out[i] = narrow<T>(std::min(std::max(widen(in[i]), low), high));
  });
}

Result<Done> compute(const Node& node, Io& io) {
  for (std::size_t i = 1; i < 3; ++i)
    if (io.has(i) && (io.dtype(i) != io.dtype(0) || io.raw_in(i).bytes == 0))
      return Node::fail("a bound is no scalar of the input's type");
  return with_type<AllNumbers>(io.dtype(0), [&]<class T>(std::type_identity<T>) { clip<T>(node, io); });
}
}  // namespace

BYOM_OP(clip) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_clip
