// ConstantOfShape: one number everywhere, in a shape that is computed.
#include <algorithm>
#include <cstring>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/repeating.hpp"
#include "plugins/builtin_ops/shared/reshaping.hpp"

namespace byom::op_constant_of_shape {
namespace {

Schema schema() {
  Schema s = onnx("ConstantOfShape", {9, 20, 21, 23, 24, 25});
  s.doc("A tensor of the shape given, every element of which is the one of `value`.");
  s.input("input", "int64", "the extents").shape_like().output("output", "all elements alike");
  s.attr_of(BYOM_ATTR_TENSOR, "value", "a tensor of one element; without it 0.0").optional();
  s.example("a number", {{"value", tensor<std::int32_t>({1}, {7})}}, {tensor<std::int64_t>({2}, {1, 2})},
            {tensor<std::int32_t>({1, 2}, {7, 7})});
  s.example("zeros", {}, {tensor<std::int64_t>({1}, {3})}, {tensor<float>({3}, {0, 0, 0})});
  s.example("no axes", {{"value", tensor<float>({1}, {5})}}, {tensor<std::int64_t>({0}, {})},
            {tensor<float>({}, {5})});
  s.example("no elements", {}, {tensor<std::int64_t>({1}, {0})}, {tensor<float>({0}, {})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const auto value = node.read("value");
  Desc out(value ? value->v.t->dtype : BYOM_FLOAT, {});
  BYOM_TRY(const std::size_t width, element_width(out.dtype));
  if (value && value->v.t->bytes != width) return Node::fail("attribute 'value' has not exactly one element");
  BYOM_TRY(out.dims, node.constant_shape(0, "input"));
  for (const Dim& extent : out.dims)
    if (extent.is_number() && extent.number() < 0)
      return Node::fail("input 'input' has the extent " + std::to_string(extent.number()));
  return Descs{out};
}

// Asked only where the batch is among the extents; else it was computed beforehand.
Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Shape dims, node.constant_shape(0, "input"));
  const std::size_t batch = free_axis(dims);
  if (batch == dims.size() || dims[batch].raw.symbol != BYOM_BATCH)
    return Node::fail("its extents depend on the batch, but not as multiples of it");
  const auto value = node.read("value");
  const Literal zero = tensor<float>({1}, {0});
  const byom_tensor number = value ? *value->v.t : AttrViews::tensor(zero);
  std::vector<std::int64_t> repeats;
  for (const Dim& extent : dims) repeats.push_back(extent.raw.value);
  const bool tiled = std::ranges::any_of(repeats, [](std::int64_t n) { return n != 1; });
  BYOM_TRY(const Val y,
           constant_for_every_sample(node, keras, number, batch, dims.size(), tiled ? "sample" : ""));
  return Vals{tiled ? keras.layer("ops.Tile", {{"repeats", repeats}}, {y}) : y};
}

Result<Done> compute(const Node& node, Io& io) {
  const auto value = node.read("value");
  BYOM_TRY(const std::size_t width, element_width(io.out_dtype(0)));
  auto* out = static_cast<std::byte*>(io.raw_out(0).data);
  const std::uint64_t bytes = io.raw_out(0).bytes;
  if (bytes == 0) return done;
  if (!value) std::memset(out, 0, bytes);
  for (std::uint64_t at = 0; value && at < bytes; at += width) std::memcpy(out + at, value->v.t->data, width);
  return done;
}
}  // namespace

BYOM_OP(constant_of_shape) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_constant_of_shape
