// Concat: tensors joined along one axis.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/concatenation.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/repeating.hpp"

namespace byom::op_concat {
namespace {

Schema schema() {
  Schema s = onnx("Concat", {4, 11, 13});
  s.doc("The inputs joined along `axis`; their other extents are equal.").layout(Layout::attribute);
  s.input("inputs", any_type, "tensors of one type and rank")
      .variadic()
      .output("concat_result", "all of them");
  s.attr_of(BYOM_ATTR_INT, "axis", "negative counts from the end (since version 11)");
  s.example("rows", {{"axis", std::int64_t{0}}},
            {tensor<float>({1, 2}, {1, 2}), tensor<float>({2, 2}, {3, 4, 5, 6})},
            {tensor<float>({3, 2}, {1, 2, 3, 4, 5, 6})});
  s.example("last axis, one part empty", {{"axis", std::int64_t{-1}}},
            {tensor<float>({2, 1}, {1, 2}), tensor<float>({2, 0}, {}), tensor<float>({2, 1}, {3, 4})},
            {tensor<float>({2, 2}, {1, 3, 2, 4})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(Desc all, joined(node, node.inputs(), node.integer("axis"), true));
  return Descs{std::move(all)};
}

// A constant as a tensor with the batch of `x`: the constant added to zeros that have one.
Result<Val> repeated(const Node& node, Keras& keras, std::size_t i, Val x, const Shape& dims) {
  const std::string role = "part" + std::to_string(i);
  BYOM_TRY(const Val part, operand(node, keras, i, x, role));
  const Desc wanted = node.input(i);
  if (wanted.dims == dims) return part;
  BYOM_TRY(const Val zeros, zero_for_every_sample(keras, x, wanted.dtype, role));
  return combined(keras, {.operation = "ops.Add", .few_first = true}, zeros, part, role + ".batch");
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const std::size_t n = node.inputs();
  BYOM_TRY(const Desc all, joined(node, n, node.integer("axis"), true));
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), all.rank()));
  BYOM_TRY(const Val x, first_activation(node, keras));
  Vals parts;
  for (std::size_t i = 0; i < n; ++i) {
    Shape dims = all.dims;
    dims[static_cast<std::size_t>(axis)] = node.input(i).dims[static_cast<std::size_t>(axis)];
    if (dims[static_cast<std::size_t>(axis)] == Dim(0)) continue;
    BYOM_TRY(const Val part, repeated(node, keras, i, x, dims));
    parts.push_back(part);
  }
  if (parts.empty()) return Node::fail("all of its inputs are empty");
  if (parts.size() == 1) return parts;
  // The layer takes the first axis for the batch.
  const char* type = axis > 0 ? "Concatenate" : "ops.Concatenate";
  return Vals{keras.layer(type, {{"axis", axis}}, parts)};
}

Result<Done> compute(const Node& node, Io& io) {
  return join(io, io.inputs(), node.integer("axis"));
}
}  // namespace

BYOM_OP(concat) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_concat
