// Einsum: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

namespace {
OneNode einsum(const char* equation, std::vector<std::int64_t> a, std::vector<std::int64_t> b) {
  const auto ones = [](const std::vector<std::int64_t>& shape) {
    std::int64_t n = 1;
    for (const std::int64_t extent : shape) n *= extent;
    return tensor<float>(shape, std::vector<float>(static_cast<std::size_t>(n), 1));
  };
  OneNode node("Einsum", 12);
  node.input(ones(a)).constant(ones(b)).attr("equation", equation).free_batch();
  return node;
}
const std::string where = "Einsum node 'n0' (output 'out0'): ";
}  // namespace

TEST_CASE("Einsum: becomes Keras's operation, a constant its weight, and the batch stays free") {
  OneNode node = einsum("b i j, k j -> b i k", {1, 2, 3}, {4, 3});
  CHECK(node.inferred().value() == "float[N,2,4]");
  CHECK(node.layers().value().ends_with("ops.Einsum{subscripts=bij,kj->bik}"));
  CHECK(node.layers().value().find("Embedding{input_dim=1, output_dim=12}") != std::string::npos);
}

TEST_CASE("Einsum: hidden axes broadcast") {
  CHECK(einsum("...ij,...jk->...ik", {1, 5, 2, 3}, {5, 3, 4}).inferred().value() == "float[N,5,2,4]");
}

TEST_CASE("Einsum: samples are not summed, and equations must fit") {
  CHECK(einsum("bi,ij->j", {1, 2}, {2, 3}).refusal() == where + "it sums over the batch: it mixes samples");
  CHECK(einsum("bi,ij->bj", {1, 2}, {3, 3}).refusal() ==
        where + "one letter of its equation stands for different extents");
  CHECK(einsum("bi->b", {1, 2}, {3, 3}).refusal() == where + "its equation has 1 terms, but it has 2 inputs");
  CHECK(einsum("b1,ij->b", {1, 2}, {3, 3}).refusal() ==
        where + "term 0 of its equation does not fit a tensor of rank 2");
  CHECK(einsum("bi,ij->bz", {1, 2}, {2, 3}).refusal() ==
        where + "its output names a letter that no input has");
  CHECK(einsum("bi,ij->bb", {1, 2}, {2, 3}).refusal() == where + "its output names a letter twice");
}
