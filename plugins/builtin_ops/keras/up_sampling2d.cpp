// UpSampling2D: images enlarged by whole factors, cell by cell or bilinearly.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/upsample.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"

namespace byom::op_keras_up_sampling2d {
namespace {

Schema schema() {
  Schema s = keras_layer("UpSampling2D");
  s.doc("Repeats rows and columns, or interpolates between the centres of the cells.")
      .layout(Layout::implicit);
  s.input("inputs", "float", "[N, C, H, W]").output("outputs", "[N, C, H * size[0], W * size[1]]");
  s.attr("size", std::vector<std::int64_t>{2, 2}, "factors of rows and columns")
      .attr("data_format", "channels_last", "'channels_first' is the only one served")
      .attr("interpolation", "nearest", "nearest or bilinear");
  s.example("columns twice", {{"size", std::vector<std::int64_t>{1, 2}}, {"data_format", "channels_first"}},
            {tensor<float>({1, 1, 1, 2}, {3, 7})}, {tensor<float>({1, 1, 1, 4}, {3, 3, 7, 7})});
  s.example("bilinear: a quarter of the way at the edges of cells, the edge repeated",
            {{"size", std::vector<std::int64_t>{1, 2}},
             {"data_format", "channels_first"},
             {"interpolation", "bilinear"}},
            {tensor<float>({1, 1, 1, 2}, {3, 7})}, {tensor<float>({1, 1, 1, 4}, {3, 4, 6, 7})});
  return s;
}

Result<std::vector<std::int64_t>> factors_of(const Node& node) {
  auto size = node.integers("size");
  const bool positive = std::ranges::all_of(size, [](std::int64_t f) { return f > 0; });
  if (size.size() != 2 || !positive || node.string("data_format") != "channels_first" ||
      node.input(0).rank() != 4)
    return Node::fail("only channels-first images and two positive factors are served");
  return size;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const auto size, factors_of(node));
  const Desc x = node.input(0);
  return Descs{{x.dtype, {x.dims[0], x.dims[1], x.dims[2] * Dim(size[0]), x.dims[3] * Dim(size[1])}}};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const auto size, factors_of(node));
  const auto in = io.shape(0);
  const std::int64_t planes = in[0] * in[1];
  const std::string interpolation = node.string("interpolation");
  if (interpolation == "nearest")
    kernels::upsample_nearest(host_pool(), planes, {1, in[2], in[3]}, {1, size[0], size[1]},
                              io.in<float>(0).data(), io.out<float>(0).data());
  else if (interpolation == "bilinear")
    kernels::upsample_bilinear(host_pool(), planes, in[2], in[3], in[2] * size[0], in[3] * size[1],
                               io.in<float>(0).data(), io.out<float>(0).data());
  else
    return Node::fail("interpolation '" + interpolation + "' is not served");
  return done;
}
}  // namespace

BYOM_OP(keras_up_sampling2d) {
  return Op(schema()).infer(infer).kernel(compute).layer(Layer().both("UpSampling2D"));
}

}  // namespace byom::op_keras_up_sampling2d
