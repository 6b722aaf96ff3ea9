// Dropout: which layer it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Dropout: the layer keeps the ratio for fine-tuning, in every version") {
  OneNode attribute("Dropout", 7);
  attribute.input(tensor<float>({2}, {1, 2})).attr("ratio", 0.25F);
  CHECK(attribute.layers().value() == "Dropout{rate=0.25}");
  OneNode input("Dropout", 13);
  input.input(tensor<float>({2}, {1, 2}))
      .constant(tensor<float>({}, {0.125F}))
      .constant(tensor<bool>({}, {false}));
  CHECK(input.layers().value() == "Dropout{rate=0.125}");
}

TEST_CASE("Dropout: training and its mask are refused") {
  OneNode training("Dropout", 13);
  training.input(tensor<float>({2}, {1, 2})).absent().constant(tensor<bool>({}, {true}));
  CHECK(training.refusal() ==
        "Dropout node 'n0' (output 'out0'): input 'training_mode' is true: its result would be random; "
        "export the model for "
        "inference");
  OneNode mask("Dropout", 13);
  mask.input(tensor<float>({2}, {1, 2}));
  CHECK(mask.outputs(2).refusal() ==
        "Dropout node 'n0' (output 'out0'): output 'mask' is used; Keras's Dropout does not give it");
}

TEST_CASE("Dropout: the mask says that everything is kept, as a number in version 7") {
  OneNode node("Dropout", 7);
  node.input(tensor<float>({2}, {1, 2})).outputs(2);
  CHECK(byom::testing::near(node.run().value()[1], tensor<float>({2}, {1, 1})));
}
