// What convolutions and pools need round themselves in Keras: explicit padding, cropping, kernel order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/sliding_window.hpp"

namespace byom {

// Cells to add or to take away at the two ends of each spatial axis; none negative.
struct Margins {
  std::vector<std::int64_t> begin, end;

  [[nodiscard]] bool any() const;
};

// `x` with zeros, or `value`, round its spatial axes; `x` itself where there are none to add. `role` as in
// Keras::helper; empty: the layer that makes the node's output.
Val padded(Keras& keras, const std::string& role, Val x, const Margins& margins, float value = 0);

// `x` without the outer cells of its spatial axes; `x` itself where none are taken. Axes that are cut must
// have fixed extents.
Val cropped(Keras& keras, const std::string& role, Val x, const Margins& margins);

// Every strides[a]-th cell of each spatial axis, from the first one on.
Val thinned(Keras& keras, const std::string& role, Val x, const std::vector<std::int64_t>& strides);

// Axes of weights [a, b, kernel...] in Keras's order [kernel..., b, a].
std::vector<std::int64_t> kernel_last_order(std::size_t axes);

// "Conv" and 2 axes: "Conv2D".
inline std::string dimensional(const std::string& type, std::size_t axes) {
  return type + std::to_string(axes) + "D";
}

}  // namespace byom
