// Pad: cells added round any axes, or taken away.
#include "plugins/builtin_ops/kernels/pad.hpp"

#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/padding_node.hpp"

namespace byom::op_pad {
namespace {

using Ints = std::vector<std::int64_t>;

Schema schema() {
  Schema s = onnx("Pad", {2, 11, 13, 18, 19, 21, 23, 24, 25});
  s.doc(
      "x with cells in front of and behind its axes: a constant, the edge, the mirrored or the repeated "
      "inside.");
  s.input("data", any_type, "any shape");
  s.input("pads", "int64", "first the begins, then the ends; negative ones take cells away")
      .shape_like()
      .from(11);
  s.input("constant_value", "as data", "what mode constant adds; none: 0").optional().from(11);
  s.input("axes", integral, "the axes that pads speaks of; none: all").optional().from(18);
  s.output("output", "data, longer by the pads");
  s.attr("mode", "constant", "constant, edge, reflect or wrap");
  s.attr_of(BYOM_ATTR_INTS, "pads", "first the begins, then the ends").until(2);
  s.attr("value", 0.0F, "what mode constant adds").until(2);
  const Literal row = tensor<float>({1, 3}, {1, 2, 3});
  s.example("a number in front, one cell less behind", {},
            {row, tensor<std::int64_t>({4}, {0, 2, 0, -1}), tensor<float>({}, {9})},
            {tensor<float>({1, 4}, {9, 9, 1, 2})});
  s.example("edge", {{"mode", "edge"}},
            {row, tensor<std::int64_t>({2}, {1, 2}), {}, tensor<std::int64_t>({1}, {-1})},
            {tensor<float>({1, 6}, {1, 1, 2, 3, 3, 3})});
  s.example("reflect", {{"mode", "reflect"}}, {row, tensor<std::int64_t>({4}, {0, 2, 0, 1})},
            {tensor<float>({1, 6}, {3, 2, 1, 2, 3, 2})});
  s.example("wrap", {{"mode", "wrap"}}, {row, tensor<std::int64_t>({4}, {0, 1, 0, 2})},
            {tensor<float>({1, 6}, {3, 1, 2, 3, 1, 2})});
  s.example("attributes, an image", {{"pads", Ints{0, 0, 1, 0, 0, 0, 0, 1}}},
            {tensor<float>({1, 1, 1, 2}, {1, 2})}, {tensor<float>({1, 1, 2, 3}, {0, 0, 0, 1, 2, 0})}, 2);
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const PadNode pad, read_pad(node));
  Shape dims;
  for (std::size_t a = 0; a < x.dims.size(); ++a) dims.push_back(x.dims[a] + Dim(pad.begin[a] + pad.end[a]));
  return Descs{{x.dtype, dims}};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const PadNode pad, read_pad(node));
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  const std::int64_t zero = 0;
  const float value = node.since() < 11 ? node.real("value") : 0;
  const void* fill = &zero;
  if (io.has(2))
    fill = io.raw_in(2).data;
  else if (value != 0 && io.dtype(0) == BYOM_FLOAT)
    fill = &value;
  else if (value != 0)
    return Node::fail("attribute 'value' is computed with type float only");
  kernels::pad(host_pool(), pad.mode, width, io.raw_in(0).data, io.shape(0), pad.begin, pad.end, fill,
               io.raw_out(0).data);
  return done;
}
}  // namespace

BYOM_OP(pad) {
  return Op(schema()).infer(infer).translate(padding_layers).kernel(compute);
}

}  // namespace byom::op_pad
