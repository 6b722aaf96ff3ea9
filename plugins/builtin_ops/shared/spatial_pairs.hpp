// ZeroPadding and Cropping layers: [[begin, end], ...] of the spatial axes of a channels-first tensor.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include <byom/op.hpp>

namespace byom {

// The pairs of config key `name` for a tensor of `axes` spatial axes.
inline Result<std::vector<std::pair<std::int64_t, std::int64_t>>> spatial_pairs(const Node& node,
                                                                                const char* name) {
  const auto attr = node.read(name);
  std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
  if (attr && attr->type == BYOM_ATTR_INTS && attr->count == 2) {
    pairs.emplace_back(attr->v.i[0], attr->v.i[1]);
  } else if (attr && attr->type == BYOM_ATTR_LIST) {
    for (std::uint64_t i = 0; i < attr->count; ++i) {
      const byom_attr& pair = attr->v.a[i];
      if (pair.type != BYOM_ATTR_INTS || pair.count != 2)
        return Node::fail(std::string("'") + name + "' is not a list of pairs");
      pairs.emplace_back(pair.v.i[0], pair.v.i[1]);
    }
  }
  if (pairs.size() + 2 != node.input(0).dims.size())
    return Node::fail(std::string("'") + name + "' does not fit the input's rank");
  return pairs;
}

}  // namespace byom
