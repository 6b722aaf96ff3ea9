// Upsample: images enlarged by the scale of each axis; the ancestor of Resize.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/resizing.hpp"

namespace byom::op_upsample {
namespace {

Schema schema() {
  Schema s = onnx("Upsample", {7, 9});
  s.doc(
      "Each axis enlarged by its scale, by the cell at floor(place / scale) or linearly from there to the "
      "next one.");
  s.input("X", "float,double,int8,uint8,int32,int64", "any shape")
      .input("scales", "float", "one number, 1 or more, for each axis")
      .from(9);
  s.output("Y", "extents floor(extent of X * scale)");
  s.attr("mode", "nearest", "nearest or linear");
  s.attr_of(BYOM_ATTR_FLOATS, "scales", "one number, 1 or more, for each axis").until(7);
  s.example("columns twice", {}, {tensor<float>({1, 1, 1, 2}, {3, 7}), tensor<float>({4}, {1, 1, 1, 2})},
            {tensor<float>({1, 1, 1, 4}, {3, 3, 7, 7})});
  s.example("linear from the left edge, the last cell repeated", {{"mode", "linear"}},
            {tensor<float>({1, 1, 1, 2}, {3, 7}), tensor<float>({4}, {1, 1, 1, 2})},
            {tensor<float>({1, 1, 1, 4}, {3, 5, 7, 7})});
  s.example("one and a half", {{"scales", std::vector<float>{1, 1.5F}}}, {tensor<float>({1, 3}, {3, 7, 8})},
            {tensor<float>({1, 4}, {3, 3, 7, 8})}, 7);
  return s;
}

Result<Resizing> read(const Node& node) {
  Resizing r;
  const std::string mode = node.string("mode");
  if (mode != "nearest" && mode != "linear")
    return Node::fail("attribute 'mode' has the unknown value '" + mode + "'");
  r.rules.interpolation = mode == "linear" ? kernels::Interpolation::linear : kernels::Interpolation::nearest;
  r.rules.coordinates = kernels::Coordinates::asymmetric;
  r.rules.nearest = kernels::Nearest::floor;
  const Desc x = node.input(0);
  std::vector<double> scales;
  if (node.since() >= 9) {
    BYOM_TRY(scales, node.constant_reals(1, "scales"));
  } else {
    for (const float scale : node.reals("scales")) scales.push_back(scale);
  }
  if (scales.size() != x.dims.size())
    return Node::fail("'scales' has " + std::to_string(scales.size()) + " numbers for a tensor of rank " +
                      std::to_string(x.rank()));
  for (std::size_t a = 0; a < scales.size(); ++a) {
    if (scales[a] < 1) return Node::fail("'scales' has a number below 1");
    BYOM_TRY(const kernels::ResizeAxis axis, resized_axis(x.dims[a], a, scales[a]));
    r.axes.push_back(axis);
  }
  return r;
}
}  // namespace

BYOM_OP(upsample) {
  return resizing_op(schema(), read);
}

}  // namespace byom::op_upsample
