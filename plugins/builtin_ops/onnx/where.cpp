// Where: X where the condition holds, else Y, broadcast.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/broadcasting.hpp"
#include "plugins/builtin_ops/shared/choice.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_where {
namespace {

Schema schema() {
  Schema s = onnx("Where", {9, 16});
  s.doc("X where the condition holds, else Y.");
  s.input("condition", "bool", "broadcast with X and Y")
      .input("X", any_type, "any shape but that of strings");
  s.input("Y", "as X", "any shape").output("output", "the broadcast shape");
  s.example("broadcast", {},
            {tensor<bool>({2, 1}, {true, false}), tensor<float>({2}, {1, 2}), tensor<float>({}, {9})},
            {tensor<float>({2, 2}, {1, 2, 9, 9})});
  s.example("integers", {},
            {tensor<bool>({3}, {true, false, true}), tensor<std::int64_t>({1}, {7}),
             tensor<std::int64_t>({3}, {1, 2, 3})},
            {tensor<std::int64_t>({3}, {7, 2, 7})});
  return s;
}

std::optional<Shape> values(const Desc& condition, const Desc& x, const Desc& y) {
  if (!condition.values || !x.values || !y.values) return std::nullopt;
  std::size_t n = 1;
  for (const Desc* desc : {&condition, &x, &y}) n = desc->values->size() == 1 ? n : desc->values->size();
  const auto at = [](const Desc& desc, std::size_t i) {
    return (*desc.values)[desc.values->size() == 1 ? 0 : i];
  };
  Shape chosen;
  for (std::size_t i = 0; i < n; ++i) {
    const Dim holds = at(condition, i);
    if (!holds.is_number()) return std::nullopt;
    chosen.push_back(holds == Dim(0) ? at(y, i) : at(x, i));
  }
  return chosen;
}

Result<Descs> infer(const Node& node) {
  const Desc condition = node.input(0), x = node.input(1), y = node.input(2);
  if (condition.dtype != BYOM_BOOL) return Node::fail("the condition is no truth value");
  BYOM_TRY(Shape dims, broadcast_shape({condition.dims, x.dims, y.dims}));
  Desc out(x.dtype, std::move(dims));
  if (out.rank() <= 1) out.values = values(condition, x, y);
  return Descs{out};
}

// Whether input i is a number that can stand in the configuration without changing the result's rank.
bool is_number(const Node& node, std::size_t i) {
  const Desc input = node.input(i);
  std::int64_t rank = 0;
  for (std::size_t j = 0; j < 3; ++j) rank = j == i ? rank : std::max(rank, node.input(j).rank());
  return input.known && element_count(*input.known) == 1 && input.rank() <= rank;
}

// A number as the second choice is a key; as the first one it changes places.
Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Val any, first_activation(node, keras));
  BYOM_TRY(Val condition, operand(node, keras, 0, any, "condition"));
  std::size_t tensor = 1, other = 2;
  if (!is_number(node, 2) && is_number(node, 1)) {
    condition = keras.helper("otherwise", "ops.LogicalNot", {}, {condition});
    std::swap(tensor, other);
  }
  BYOM_TRY(const Val x1, operand(node, keras, tensor, any, "choice"));
  if (is_number(node, other)) {
    const AttrValue key = constant_key(*node.input(other).known, node.input(tensor).rank());
    return Vals{keras.layer("ops.Where", {{"x2", key}}, {condition, x1})};
  }
  BYOM_TRY(const Val x2, operand(node, keras, other, any, "other_choice"));
  return Vals{keras.layer("ops.Where", {}, {condition, x1, x2})};
}

Result<Done> compute(const Node&, Io& io) {
  return choose(io.raw_in(0), io.raw_in(1), io.raw_in(2), io.raw_out(0));
}
}  // namespace

BYOM_OP(where) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_where
