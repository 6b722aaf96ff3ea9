// BatchNormalization: its versions, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

namespace {
OneNode norm(std::int64_t opset) {
  OneNode node("BatchNormalization", opset);
  node.input(tensor<float>({1, 2, 1, 1}, {1, 2}));
  for (const float value : {1.0F, 0.0F, 0.0F, 1.0F}) node.constant(tensor<float>({2}, {value, value}));
  return node;
}
}  // namespace

TEST_CASE("BatchNormalization: epsilon and momentum are ONNX's, not Keras's defaults") {
  CHECK(norm(15).layers().value() == "BatchNormalization{axis=1, momentum=0.9, epsilon=1e-05}");
  CHECK(norm(7).layers().value() == "BatchNormalization{axis=1, momentum=0.9, epsilon=1e-05}");
}

TEST_CASE("BatchNormalization: training is refused") {
  OneNode training = norm(15);
  training.attr("training_mode", std::int64_t{1});
  CHECK(training.refusal() ==
        "BatchNormalization node 'n0' (output 'out0'): attribute 'training_mode' is 1: its output "
        "depends on the other "
        "samples; export the model for inference");
  CHECK(training.free_batch().refusal() ==
        "BatchNormalization node 'n0' (output 'out0'): it normalizes by the statistics of its input, because "
        "attribute "
        "'training_mode' is 1: it mixes samples");
  OneNode outputs = norm(9);
  CHECK(outputs.outputs(2).refusal() ==
        "BatchNormalization node 'n0' (output 'out0'): an output of training is used; export the model for "
        "inference");
  OneNode cells = norm(7);
  cells.attr("spatial", std::int64_t{0});
  CHECK(cells.refusal() ==
        "BatchNormalization node 'n0' (output 'out0'): attribute 'spatial' is 0; statistics for every cell "
        "are not supported");
}

TEST_CASE("BatchNormalization: one number for each channel, and constants") {
  OneNode few("BatchNormalization", 15);
  few.input(tensor<float>({1, 2, 1}, {1, 2}));
  for (int i = 0; i < 4; ++i) few.constant(tensor<float>({1}, {1}));
  CHECK(few.refusal() ==
        "BatchNormalization node 'n0' (output 'out0'): an input does not have one number for each channel");
  OneNode computed("BatchNormalization", 15);
  for (int i = 0; i < 5; ++i) computed.input(i == 0 ? tensor<float>({1, 1}, {1}) : tensor<float>({1}, {1}));
  CHECK(computed.refusal() ==
        "BatchNormalization node 'n0' (output 'out0'): its statistics or weights are computed by the model; "
        "a Keras layer "
        "needs constants");
}

TEST_CASE("BatchNormalization: statistics of another type than the input are refused") {
  OneNode node("BatchNormalization", 15);
  node.input(tensor<double>({1, 2}, {1, 2}));
  for (int i = 0; i < 4; ++i) node.constant(tensor<float>({2}, {1, 1}));
  CHECK(node.refusal().starts_with(
      "BatchNormalization node 'n0' (output 'out0'): input 'scale' has the type "
      "float, but input 'X' has the type double; the operator takes one type for both; cast one of them"));
  CHECK(!node.run().ok());
}
