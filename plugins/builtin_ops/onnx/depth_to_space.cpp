// DepthToSpace: channels laid out as blocks of cells.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/space_blocks.hpp"

namespace byom::op_depth_to_space {
namespace {

Schema schema() {
  Schema s = onnx("DepthToSpace", {1, 11, 13});
  s.doc("Groups of blocksize * blocksize channels become blocks of cells.");
  s.input("input", any_type, "[N, C, H, W]")
      .output("output", "[N, C / blocksize^2, H * blocksize, W * blocksize]");
  s.attr_of(BYOM_ATTR_INT, "blocksize", "height and width of a block");
  s.attr("mode", "DCR",
         "DCR: the place in the block is the outer part of the channel's number; CRD: the inner one")
      .from(11);
  const Literal x = tensor<float>({1, 8, 1, 1}, {0, 1, 2, 3, 4, 5, 6, 7});
  s.example("DCR", {{"blocksize", 2}}, {x}, {tensor<float>({1, 2, 2, 2}, {0, 2, 4, 6, 1, 3, 5, 7})});
  s.example("CRD", {{"blocksize", 2}, {"mode", "CRD"}}, {x},
            {tensor<float>({1, 2, 2, 2}, {0, 1, 2, 3, 4, 5, 6, 7})});
  return s;
}

Result<BlockOrder> read(const Node& node) {
  BYOM_TRY(const auto n, image_and_block(node));
  const std::int64_t block = n[3], depth = n[0] / (block * block);
  const std::string mode = node.since() < 11 ? "DCR" : node.string("mode");
  if (depth * block * block != n[0])
    return Node::fail("the channels are no multiple of blocksize * blocksize");
  if (mode != "DCR" && mode != "CRD")
    return Node::fail("attribute 'mode' has the unknown value '" + mode + "'");
  const Dim batch = node.input(0).dims[0];
  const Shape joined{batch, depth, n[1] * block, n[2] * block};
  if (mode == "CRD") return BlockOrder{{batch, depth, block, block, n[1], n[2]}, {0, 1, 4, 2, 5, 3}, joined};
  return BlockOrder{{batch, block, block, depth, n[1], n[2]}, {0, 3, 4, 1, 5, 2}, joined};
}
}  // namespace

BYOM_OP(depth_to_space) {
  return block_op(schema(), read);
}

}  // namespace byom::op_depth_to_space
