// Resize: every axis resampled, by nearest cell, linear or cubic interpolation.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/resize_node.hpp"

namespace byom::op_resize {
namespace {

Schema schema() {
  Schema s = onnx("Resize", {10, 11, 13, 18, 19});
  s.doc(
      "X resampled: every cell of Y lies somewhere between the cells of X and takes the nearest one or a "
      "mixture.");
  s.input("X", "float,double,int8,uint8,int32,int64", "any shape")
      .input("scales", "float", "a factor for each axis")
      .until(10);
  s.input("roi", "float,double", "first the begins, then the ends of the part taken, from 0 to 1")
      .optional()
      .from(11);
  s.input("scales", "float", "a factor for each axis").optional().from(11);
  s.input("sizes", "int64", "an extent for each axis, instead of scales").optional().shape_like().from(11);
  s.output("Y", "extents 'sizes', or floor(extent of X * scale)");
  s.attr("mode", "nearest", "nearest, linear or cubic");
  s.attr("coordinate_transformation_mode", "half_pixel", "where a cell of Y lies in X").from(11);
  s.attr("nearest_mode", "round_prefer_floor", "which cell is the nearest").from(11);
  s.attr("cubic_coeff_a", -0.75F, "the cubic's shape").from(11);
  s.attr("exclude_outside", std::int64_t{0}, "1: cells beyond the edge weigh nothing").from(11);
  s.attr("extrapolation_value", 0.0F, "what tf_crop_and_resize puts beyond X").from(11);
  s.attr("antialias", std::int64_t{0}, "1: filters stretched when shrinking").from(18);
  s.attr_of(BYOM_ATTR_INTS, "axes", "the axes that roi, scales and sizes speak of; none: all")
      .optional()
      .from(18);
  s.attr("keep_aspect_ratio_policy", "stretch", "stretch, not_larger or not_smaller").from(18);
  const Literal pair = tensor<float>({1, 1, 1, 2}, {3, 7}), twice = tensor<float>({4}, {1, 1, 1, 2});
  s.example("columns twice", {}, {pair, {}, twice}, {tensor<float>({1, 1, 1, 4}, {3, 3, 7, 7})});
  s.example("half-pixel centres", {{"mode", "linear"}}, {pair, {}, twice},
            {tensor<float>({1, 1, 1, 4}, {3, 4, 6, 7})});
  s.example("corner on corner", {{"mode", "linear"}, {"coordinate_transformation_mode", "align_corners"}},
            {pair, {}, {}, tensor<std::int64_t>({4}, {1, 1, 1, 3})},
            {tensor<float>({1, 1, 1, 3}, {3, 5, 7})});
  s.example("two axes, fewer cells", {{"mode", "linear"}, {"axes", std::vector<std::int64_t>{0, 1}}},
            {tensor<float>({2, 3}, {0, 3, 6, 4, 7, 10}), {}, {}, tensor<std::int64_t>({2}, {1, 1})},
            {tensor<float>({1, 1}, {5})});
  s.example("beyond the edges",
            {{"mode", "linear"},
             {"coordinate_transformation_mode", "tf_crop_and_resize"},
             {"extrapolation_value", 9.0F}},
            {tensor<float>({2}, {3, 7}), tensor<float>({2}, {-1, 1}), {}, tensor<std::int64_t>({1}, {5})},
            {tensor<float>({5}, {9, 9, 3, 5, 7})});
  s.example("shrinking rounds up in version 10", {},
            {tensor<float>({4}, {1, 2, 3, 4}), tensor<float>({1}, {0.6F})}, {tensor<float>({2}, {1, 3})}, 10);
  return s;
}
}  // namespace

BYOM_OP(resize) {
  return resizing_op(schema(), read_resize);
}

}  // namespace byom::op_resize
