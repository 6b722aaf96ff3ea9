// Broadcasting extent by extent.
#include "plugins/builtin_ops/shared/broadcasting.hpp"

#include <cstdint>
#include <type_traits>
#include <utility>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/shape_text.hpp"

namespace byom {

namespace {

// Whether a tensor of this type holds the element; an extent that is not known yet fits the types of shapes.
bool holds(std::int32_t dtype, const Dim& element) {
  bool fits = true;
  static_cast<void>(with_type<Integers>(dtype, [&]<class T>(std::type_identity<T>) {
    fits = element.is_number() ? std::in_range<T>(element.number()) : sizeof(T) >= sizeof(std::int32_t);
  }));
  return fits;
}

bool is_large(const Dim& element) {
  return !std::in_range<std::int32_t>(element.raw.value);
}

}  // namespace

Result<Shape> broadcast_shape(const std::vector<Shape>& shapes) {
  std::size_t rank = 0;
  for (const Shape& shape : shapes) rank = std::max(rank, shape.size());
  Shape result(rank, Dim(1));
  for (const Shape& shape : shapes) {
    for (std::size_t back = 1; back <= shape.size(); ++back) {
      const Dim& extent = shape[shape.size() - back];
      Dim& common = result[rank - back];
      if (extent == common || extent == Dim(1)) continue;
      if (!(common == Dim(1)))
        return Node::fail("the extents " + dim_text(common) + " and " + dim_text(extent) + ", axis " +
                          std::to_string(back) + " from the end, do not broadcast");
      common = extent;
    }
  }
  bool batch = false;
  for (const Dim& extent : result) {
    if (extent.is_number() || plain(extent).raw.symbol != BYOM_BATCH) continue;
    if (batch) return Node::fail("it meets the batch in two axes and mixes samples");
    batch = true;
  }
  return result;
}

std::optional<Shape> combined_values(const Desc& a, const Desc& b, ValueRule f) {
  if (!a.values || !b.values || !f || a.rank() > 1 || b.rank() > 1) return std::nullopt;
  const std::size_t n = a.values->size(), m = b.values->size();
  if (n != m && n != 1 && m != 1) return std::nullopt;
  Shape result;
  for (std::size_t i = 0; i < (n == 1 ? m : n); ++i) {
    const Dim &p = (*a.values)[n == 1 ? 0 : i], &q = (*b.values)[m == 1 ? 0 : i];
    // The rule knows no wrapping: what may wrap is left to the kernel.
    if (!holds(a.dtype, p) || !holds(b.dtype, q)) return std::nullopt;
    const auto value = f(p, q);
    if (!value || !holds(a.dtype, *value)) return std::nullopt;
    if (*value == Dim(-1) && (is_large(p) || is_large(q))) return std::nullopt;  // an overflow gives -1 too
    result.push_back(*value);
  }
  return result;
}

}  // namespace byom
