// Resize: which layers it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
using Sizes = std::vector<std::int64_t>;

byom::Literal image() {
  return tensor<float>({1, 1, 2, 2}, {1, 2, 3, 4});
}

OneNode resize(std::int64_t opset = 13) {
  OneNode node("Resize", opset);
  node.input(image()).absent();
  return node;
}

OneNode sized(const Sizes& sizes, std::int64_t opset = 13) {
  OneNode node = resize(opset);
  node.absent().constant(tensor<std::int64_t>({4}, sizes));
  return node;
}

std::string types(const OneNode& node) {
  OneNode copy = node;
  const auto layers = copy.layers();
  if (!layers) return layers.error().text;
  const std::string& text = *layers;
  std::string names;
  for (std::size_t at = 0; at < text.size();
       at = text.find("} ", at) == std::string::npos ? text.size() : text.find("} ", at) + 2)
    names += (names.empty() ? "" : " ") + text.substr(at, text.find('{', at) - at);
  return names;
}
}  // namespace

TEST_CASE("Resize: whole factors are UpSampling2D, cell by cell or bilinear") {
  OneNode nearest = resize();
  nearest.constant(tensor<float>({4}, {1, 1, 2, 3}));
  CHECK(nearest.layers().value() ==
        "UpSampling2D{size=[2,3], data_format=channels_first, interpolation=nearest}");
  OneNode linear = resize();
  linear.constant(tensor<float>({4}, {1, 1, 2, 1})).attr("mode", "linear");
  CHECK(linear.layers().value() ==
        "UpSampling2D{size=[2,1], data_format=channels_first, interpolation=bilinear}");
  CHECK(near(linear.run_converted().value()[0],
             tensor<float>({1, 1, 4, 2}, {1, 2, 1.5F, 2.5F, 2.5F, 3.5F, 3, 4})));
}

TEST_CASE("Resize: other coordinates than Keras's are mixed by constant matrices") {
  OneNode node = sized({1, 1, 3, 2});
  node.attr("mode", "linear").attr("coordinate_transformation_mode", "align_corners");
  CHECK(types(node) == "ops.Tensordot ops.Tensordot");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 3, 2}, {1, 2, 2, 3, 3, 4})));
}

TEST_CASE("Resize: nearest cells at other places than a repetition are picked") {
  OneNode node = sized({1, 1, 3, 2});
  node.attr("coordinate_transformation_mode", "asymmetric").attr("nearest_mode", "floor");
  CHECK(types(node) == "ops.Take");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 3, 2}, {1, 2, 1, 2, 3, 4})));
}

TEST_CASE("Resize: a number beyond the edges is padded on") {
  OneNode node("Resize", 13);
  node.input(image()).constant(tensor<float>({8}, {0, 0, 0, 0, 1, 1, 1, 2})).absent();
  node.constant(tensor<std::int64_t>({4}, {1, 1, 2, 3}));
  node.attr("mode", "linear")
      .attr("coordinate_transformation_mode", "tf_crop_and_resize")
      .attr("extrapolation_value", 9.0F);
  CHECK(types(node) == "ops.Tensordot ops.Pad");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 2, 3}, {1, 2, 9, 3, 4, 9})));
}

TEST_CASE("Resize: sizes that leave everything as it is make no layer") {
  OneNode node = sized({1, 1, 2, 2});
  CHECK(node.layers().value().empty());
}

TEST_CASE("Resize: the batch stays free whatever size it was exported with") {
  OneNode node = sized({1, 1, 4, 2});
  CHECK(node.free_batch().inferred().value() == "float[N,1,4,2]");
  OneNode scaled = resize();
  scaled.constant(tensor<float>({4}, {2, 1, 1, 1})).free_batch();
  CHECK(scaled.refusal() == "Resize node 'n0' (output 'out0'): it resizes axis 0: it mixes samples");
}

TEST_CASE("Resize: corners are aligned in whole cells when scales leave a part of one") {
  OneNode node("Resize", 13);
  node.input(tensor<float>({1, 1, 1, 4}, {1, 2, 3, 4}))
      .absent()
      .constant(tensor<float>({4}, {1, 1, 1, 0.6F}));
  node.attr("mode", "linear").attr("coordinate_transformation_mode", "align_corners");
  // PyTorch and ONNX Runtime end on the last cell; ONNX's own reference takes 2.4 cells and ends on 3.14.
  CHECK(near(node.run().value()[0], tensor<float>({1, 1, 1, 2}, {1, 4})));
}

TEST_CASE("Resize: what is not supported is refused by name") {
  OneNode smaller = resize(18);
  smaller.constant(tensor<float>({4}, {1, 1, 0.5F, 1}))
      .attr("mode", "linear")
      .attr("antialias", std::int64_t{1});
  CHECK(smaller.refusal() ==
        "Resize node 'n0' (output 'out0'): attribute 'antialias' is 1 and an axis shrinks; only resizing "
        "without "
        "antialiasing is supported");
  OneNode mode = resize();
  mode.constant(tensor<float>({4}, {1, 1, 2, 2})).attr("mode", "lanczos");
  CHECK(mode.refusal() ==
        "Resize node 'n0' (output 'out0'): attribute 'mode' has the unknown value 'lanczos'");
  OneNode neither = resize();
  CHECK(neither.refusal() ==
        "Resize node 'n0' (output 'out0'): exactly one of 'scales' and 'sizes' must say how large the output "
        "is");
  OneNode computed = resize();
  computed.input(tensor<float>({4}, {1, 1, 2, 2}));
  CHECK(computed.refusal() == "Resize node 'n0' (output 'out0'): input 'scales' must be a constant");
}

TEST_CASE("Resize: the aspect ratio is kept on request") {
  for (const auto& [policy, type] :
       {std::pair("not_larger", "float[1,1,3,3]"), std::pair("not_smaller", "float[1,1,4,4]")}) {
    OneNode node("Resize", 18);
    node.input(image()).absent().absent().constant(tensor<std::int64_t>({2}, {3, 4}));
    node.attr("axes", Sizes{2, 3}).attr("keep_aspect_ratio_policy", policy);
    CHECK(node.inferred().value() == type);
  }
}

TEST_CASE("Resize: an axis that is named is meant to be resized, the batch too") {
  OneNode node("Resize", 19);
  node.input(tensor<float>({2, 3}, {0, 3, 6, 4, 7, 10})).absent().absent();
  node.constant(tensor<std::int64_t>({2}, {1, 1})).attr("axes", Sizes{0, 1});
  CHECK(node.inferred().value() == "float[1,1]");
  CHECK(node.free_batch().refusal() ==
        "Resize node 'n0' (output 'out0'): it resizes axis 0: it mixes samples");
}

TEST_CASE("Resize: a part of the batch is not taken while the batch is free") {
  OneNode node("Resize", 19);
  node.input(tensor<float>({2}, {3, 7})).constant(tensor<float>({2}, {-1, 1})).absent();
  node.constant(tensor<std::int64_t>({1}, {5}));
  node.attr("mode", "linear").attr("coordinate_transformation_mode", "tf_crop_and_resize");
  CHECK(node.free_batch().refusal() == "Resize node 'n0' (output 'out0'): it crops axis 0: it mixes samples");
}
