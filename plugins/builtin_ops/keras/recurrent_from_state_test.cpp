// RecurrentFromState: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("RecurrentFromState: a class of ours in both dialects") {
  CHECK(form("RecurrentFromState", 3) == "custom RecurrentFromState of a list");
  CHECK(form("RecurrentFromState", 2) == "custom RecurrentFromState of a list");
}

TEST_CASE("RecurrentFromState: one state may stand for every sample") {
  OneNode node("RecurrentFromState", 1, "keras");
  node.input(tensor<float>({2, 1, 1}, {1, 2})).input(tensor<float>({1, 1}, {3}));
  node.constant(tensor<float>({1, 1}, {2})).constant(tensor<float>({1, 1}, {5}));
  node.attr("kind", "SimpleRNN").attr("units", 1).attr("activation", "linear").attr("use_bias", false);
  CHECK(near(node.run().value()[0], tensor<float>({2, 1}, {17, 19})));
}

TEST_CASE("RecurrentFromState: a kind that Keras lacks and a state of another width are refused") {
  const auto refused = [](const char* kind, std::int64_t width) {
    OneNode node("RecurrentFromState", 1, "keras");
    node.input(tensor<float>({1, 1, 1}, {1}))
        .input(tensor<float>({1, width}, std::vector<float>(static_cast<std::size_t>(width))));
    node.constant(tensor<float>({1, 1}, {2})).constant(tensor<float>({1, 1}, {5}));
    node.attr("kind", kind).attr("units", 1).attr("use_bias", false);
    const auto made = node.run();
    REQUIRE(!made.ok());
    return made.error().text;
  };
  CHECK(refused("Bidirectional", 1).find("there is no kind 'Bidirectional'") != std::string::npos);
  CHECK(refused("SimpleRNN", 2).find("a state does not have the shape [N, units]") != std::string::npos);
}
