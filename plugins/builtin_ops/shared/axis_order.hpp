// Reordering axes: ONNX's Transpose, Keras's Permute and its operation Transpose.
#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/strided_copy.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

// Axis a of the result is axis order[a] of input 0. Errors: an order that does not name every axis once.
inline Result<Descs> reordered(const Node& node, const std::vector<std::int64_t>& order) {
  const Desc x = node.input(0);
  std::vector<std::int64_t> sorted = order, all(x.dims.size());
  std::ranges::sort(sorted);
  std::iota(all.begin(), all.end(), 0);
  if (sorted != all)
    return Node::fail("its order of axes does not name each of the " + std::to_string(x.rank()) +
                      " axes once");
  Desc y(x.dtype, {});
  for (const std::int64_t axis : order) y.dims.push_back(x.dims[static_cast<std::size_t>(axis)]);
  if (y.rank() <= 1) y.values = x.values;
  return Descs{y};
}

// The kernel.
inline Result<Done> reorder_elements(Io& io, const std::vector<std::int64_t>& order) {
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  kernels::transpose(host_pool(), width, io.raw_in(0).data, io.shape(0), order, io.raw_out(0).data);
  return done;
}

}  // namespace byom
