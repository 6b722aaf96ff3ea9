// BitShift: the bits of X moved by Y places; what leaves the type is lost.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_bit_shift {
namespace {

using Unsigned = Types<std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t>;

Schema schema() {
  Schema s = onnx("BitShift", {11});
  s.doc("The bits of X moved by Y places; what leaves the type is lost.");
  s.input("X", "uint8,uint16,uint32,uint64", "any shape").input("Y", "as X", "places; broadcast with X");
  s.output("Z", "the broadcast shape");
  s.attr_of(BYOM_ATTR_STRING, "direction", "LEFT or RIGHT");
  s.example("right", {{"direction", "RIGHT"}},
            {tensor<std::uint8_t>({3}, {16, 4, 1}), tensor<std::uint8_t>({3}, {1, 2, 3})},
            {tensor<std::uint8_t>({3}, {8, 1, 0})});
  s.example("left, broadcast, out of the type", {{"direction", "LEFT"}},
            {tensor<std::uint8_t>({2}, {1, 255}), tensor<std::uint8_t>({2, 1}, {1, 8})},
            {tensor<std::uint8_t>({2, 2}, {2, 254, 0, 0})});
  return s;
}

Result<bool> is_left(const Node& node) {
  const std::string direction = node.string("direction");
  if (direction != "LEFT" && direction != "RIGHT")
    return Node::fail("attribute 'direction' is '" + direction + "'; LEFT and RIGHT are possible");
  return direction == "LEFT";
}

Result<Descs> infer(const Node& node) {
  BYOM_CHECK_OK(is_left(node));
  return infer_binary(node);
}

Result<Vals> translate(const Node& node, Keras&) {
  node.ignore("direction", "neither is converted");
  return Node::fail(
      "Keras 2 has no operation that shifts bits; convert the model up to the node before it (-p NODE)");
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const bool left, is_left(node));
  return combine_inputs<Unsigned>(io, [left](auto x, auto places) -> std::uint64_t {
    if (places >= sizeof(x) * 8) return 0;
    return left ? std::uint64_t{x} << places : std::uint64_t{x} >> places;
  });
}
}  // namespace

BYOM_OP(bit_shift) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_bit_shift
