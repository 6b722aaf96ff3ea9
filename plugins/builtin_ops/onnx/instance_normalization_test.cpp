// InstanceNormalization: which layer it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("InstanceNormalization: as many groups as channels") {
  OneNode node("InstanceNormalization", 13);
  node.input(tensor<float>({1, 2, 2}, {1, 2, 3, 4}))
      .constant(tensor<float>({2}, {1, 1}))
      .constant(tensor<float>({2}, {0, 0}));
  CHECK(node.layers().value() == "GroupNormalization{groups=2, axis=1, epsilon=1e-05}");
}

TEST_CASE("InstanceNormalization: computed weights and missing axes are refused") {
  OneNode computed("InstanceNormalization", 13);
  computed.input(tensor<float>({1, 1, 2}, {1, 2}))
      .input(tensor<float>({1}, {1}))
      .constant(tensor<float>({1}, {0}));
  CHECK(computed.refusal() ==
        "InstanceNormalization node 'n0' (output 'out0'): its weights are computed by the model; a Keras "
        "layer needs constants");
  OneNode flat("InstanceNormalization", 13);
  flat.input(tensor<float>({1, 1}, {1})).constant(tensor<float>({1}, {1})).constant(tensor<float>({1}, {0}));
  CHECK(flat.refusal() ==
        "InstanceNormalization node 'n0' (output 'out0'): the input has rank 2; batch, channels and at least "
        "one spatial axis "
        "are needed");
}
