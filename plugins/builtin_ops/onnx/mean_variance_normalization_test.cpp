// MeanVarianceNormalization: the layers it becomes, and that its default mixes samples.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
using Ints = std::vector<std::int64_t>;
}  // namespace

TEST_CASE("MeanVarianceNormalization: becomes the arithmetic of its definition") {
  OneNode node("MeanVarianceNormalization", 13);
  node.input(tensor<float>({1, 2, 1, 2}, {1, 3, 10, 30})).attr("axes", Ints{3, 2}).free_batch();
  CHECK(node.inferred().value() == "float[N,2,1,2]");
  CHECK(node.layers().value() ==
        "ops.Mean{axis=[2,3], keepdims=true} ops.Subtract{} ops.Square{} ops.Mean{axis=[2,3], keepdims=true} "
        "ops.Sqrt{} ops.Add{x2=1e-09} ops.Divide{}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2, 1, 2}, {-1, 1, -1, 1})));
}

TEST_CASE("MeanVarianceNormalization: the default takes the batch, too") {
  OneNode node("MeanVarianceNormalization", 13);
  node.input(tensor<float>({2, 1, 1, 2}, {1, 1, 5, 5}));
  CHECK(near(node.run_converted().value()[0], tensor<float>({2, 1, 1, 2}, {-1, -1, 1, 1})));
  CHECK(node.free_batch().refusal() ==
        "MeanVarianceNormalization node 'n0' (output 'out0'): attribute 'axes' names the batch: it mixes "
        "samples");
}

TEST_CASE("MeanVarianceNormalization: an axis named twice is refused") {
  OneNode node("MeanVarianceNormalization", 13);
  node.input(tensor<float>({1, 2}, {1, 1})).attr("axes", Ints{1, -1});
  CHECK(node.refusal() ==
        "MeanVarianceNormalization node 'n0' (output 'out0'): attribute 'axes' names an axis twice");
}
