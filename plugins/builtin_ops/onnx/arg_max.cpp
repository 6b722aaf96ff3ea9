// ArgMax: where the largest element along an axis stands.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/extreme_position.hpp"

namespace byom::op_arg_max {
namespace {

Schema schema() {
  Schema s = position_schema("ArgMax", "The position of the largest element along an axis.");
  s.example("last axis, not kept", {{"axis", std::int64_t{-1}}, {"keepdims", std::int64_t{0}}},
            {tensor<float>({2, 2}, {1, 2, 4, 3})}, {tensor<std::int64_t>({2}, {1, 0})});
  s.example("first of equals", {}, {tensor<std::int32_t>({3, 1}, {7, 7, 7})},
            {tensor<std::int64_t>({1, 1}, {0})});
  s.example("last of equals", {{"select_last_index", std::int64_t{1}}},
            {tensor<std::int32_t>({3, 1}, {7, 7, 7})}, {tensor<std::int64_t>({1, 1}, {2})});
  return s;
}

Result<Descs> infer(const Node& node) {
  return infer_position(node, node.integer("axis"), node.integer("keepdims") != 0, BYOM_INT64);
}

bool selects_last(const Node& node) {
  return node.since() >= 12 && node.integer("select_last_index") != 0;
}

// Keras counts positions in int32.
Result<Vals> translate(const Node& node, Keras& keras) {
  if (selects_last(node))
    return Node::fail(
        "attribute 'select_last_index' asks for the last of equal elements; Keras finds the first");
  const Attrs config = {{"axis", node.integer("axis")}, {"keepdims", node.integer("keepdims") != 0}};
  const Val position = keras.helper("position", "ops.Argmax", config, {keras.input(0)});
  return Vals{keras.layer("ops.Cast", {{"dtype", "int64"}}, {position})};
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("keepdims", "the output was made in that shape");
  return find_positions<std::int64_t>(io, node.integer("axis"), selects_last(node),
                                      [](auto a, auto b) { return a > b; });
}
}  // namespace

BYOM_OP(arg_max) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_arg_max
