// DepthToSpace and SpaceToDepth: reshape to six axes, reorder, reshape to four.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/strided_copy.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

struct BlockMove {
  Shape six;                        // the input's elements in six axes, the batch first
  std::vector<std::int64_t> order;  // axis a of the output's six is axis order[a]
  Shape four;                       // the output
};

inline Result<Vals> move_blocks(Keras& keras, const BlockMove& move) {
  const auto sample = [](const Shape& dims) {
    std::vector<std::int64_t> extents;
    for (std::size_t a = 1; a < dims.size(); ++a) extents.push_back(dims[a].number());
    return extents;
  };
  for (std::size_t a = 1; a < move.six.size(); ++a)
    if (!move.six[a].is_number()) return Node::fail("an extent behind the batch is not known");
  const std::vector<std::int64_t> dims(move.order.begin() + 1, move.order.end());
  const Val split = keras.helper("blocks", "Reshape", {{"target_shape", sample(move.six)}}, {keras.input(0)});
  const Val moved = keras.helper("moved", "Permute", {{"dims", dims}}, {split});
  return Vals{keras.layer("Reshape", {{"target_shape", sample(move.four)}}, {moved})};
}

inline Result<Done> move_block_elements(Io& io, const BlockMove& move) {
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  std::vector<std::int64_t> dims;
  for (const Dim& extent : move.six) dims.push_back(extent.number());
  kernels::transpose(host_pool(), width, io.raw_in(0).data, dims, move.order, io.raw_out(0).data);
  return done;
}

}  // namespace byom
