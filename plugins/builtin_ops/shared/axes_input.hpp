// The axes of Squeeze and Unsqueeze: an attribute before version 13, an input since.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <byom/op.hpp>

namespace byom {

inline Schema& declare_axes(Schema& schema, const char* doc, bool optional) {
  schema.input("axes", "int64", doc).shape_like().from(13);
  if (optional) schema.optional();
  schema.attr_of(BYOM_ATTR_INTS, "axes", doc).until(12);
  if (optional) schema.optional();
  return schema;
}

// Nothing where the node leaves them out.
inline Result<std::optional<std::vector<std::int64_t>>> stated_axes(const Node& node) {
  using Axes = std::optional<std::vector<std::int64_t>>;
  if (node.since() < 13) return node.has("axes") ? Axes(node.integers("axes")) : Axes();
  if (!node.input(1).present()) return Axes();
  BYOM_TRY(std::vector<std::int64_t> axes, node.constant_integers(1, "axes"));
  return Axes(std::move(axes));
}

}  // namespace byom
