// DepthToSpace and SpaceToDepth: an image split into six axes, which are reordered and joined again.
#pragma once

#include <cstdint>
#include <vector>

#include <byom/op.hpp>

namespace byom {

struct BlockOrder {
  Shape split;                      // extents of the six axes
  std::vector<std::int64_t> order;  // axis a of the result is axis order[a]
  Shape joined;                     // extents of the output
};
using ReadBlocks = Result<BlockOrder> (*)(const Node&);

// infer, translate and kernel of an operator that does what `read` says.
Op block_op(Schema schema, ReadBlocks read);

// Checks what both have in common: an image [N, C, H, W] with fixed extents but for N, and a block of 1 or
// more.
Result<std::vector<std::int64_t>> image_and_block(const Node& node);

}  // namespace byom
