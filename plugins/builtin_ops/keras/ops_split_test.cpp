// ops.Split: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::OneNode;

TEST_CASE("ops.Split: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.Split", 3) == "operation keras.src.ops.numpy.Split");
  CHECK(form("ops.Split", 2) == "custom OpsSplit");
}

TEST_CASE("ops.Split: positions that go back are refused") {
  OneNode node("ops.Split", 1, "keras");
  node.input(tensor<float>({3}, {1, 2, 3}))
      .attr("indices_or_sections", std::vector<std::int64_t>{2, 1})
      .outputs(3);
  CHECK(!node.run().ok());
}
