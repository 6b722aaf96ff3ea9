// SpaceToDepth: blocks of cells laid out as channels.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/space_blocks.hpp"

namespace byom::op_space_to_depth {
namespace {

Schema schema() {
  Schema s = onnx("SpaceToDepth", {1, 13});
  s.doc(
      "The cells of each block become channels; the place in the block is the outer part of a channel's "
      "number.");
  s.input("input", any_type, "[N, C, H, W]")
      .output("output", "[N, C * blocksize^2, H / blocksize, W / blocksize]");
  s.attr_of(BYOM_ATTR_INT, "blocksize", "height and width of a block");
  s.example("two channels", {{"blocksize", 2}}, {tensor<float>({1, 2, 2, 2}, {0, 1, 2, 3, 4, 5, 6, 7})},
            {tensor<float>({1, 8, 1, 1}, {0, 4, 1, 5, 2, 6, 3, 7})});
  s.example("blocks of one cell", {{"blocksize", 1}}, {tensor<std::int32_t>({1, 1, 1, 2}, {3, 5})},
            {tensor<std::int32_t>({1, 1, 1, 2}, {3, 5})});
  return s;
}

Result<BlockOrder> read(const Node& node) {
  BYOM_TRY(const auto n, image_and_block(node));
  const std::int64_t block = n[3], height = n[1] / block, width = n[2] / block;
  if (height * block != n[1] || width * block != n[2])
    return Node::fail("height or width is no multiple of blocksize");
  const Dim batch = node.input(0).dims[0];
  return BlockOrder{{batch, n[0], height, block, width, block},
                    {0, 3, 5, 1, 2, 4},
                    {batch, n[0] * block * block, height, width}};
}
}  // namespace

BYOM_OP(space_to_depth) {
  return block_op(schema(), read);
}

}  // namespace byom::op_space_to_depth
