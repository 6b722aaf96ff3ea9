// LSTM: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::OneNode;

TEST_CASE("LSTM: a layer of both dialects") {
  CHECK(form("LSTM", 3) == "layer keras.layers.LSTM");
  CHECK(form("LSTM", 2) == "layer keras.layers.LSTM");
}

TEST_CASE("LSTM: weights of other extents, unknown functions and missing outputs are refused") {
  const auto refused = [](std::int64_t columns, const char* activation, std::size_t outputs) {
    OneNode node("LSTM", 1, "keras");
    node.input(tensor<float>({1, 1, 1}, {1}))
        .constant(tensor<float>({1, columns}, std::vector<float>(static_cast<std::size_t>(columns))));
    node.constant(tensor<float>({1, 4}, {0, 0, 0, 0})).attr("units", 1).attr("use_bias", false);
    node.attr("activation", activation).outputs(outputs);
    const auto made = node.run();
    REQUIRE(!made.ok());
    return made.error().text;
  };
  const auto says = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  CHECK(says(refused(3, "tanh", 1), "the shapes of its weights do not fit the input and units"));
  CHECK(says(refused(4, "mish", 1), "activation 'mish' is not served: Keras 2 and 3 may differ in it"));
  CHECK(says(refused(4, "tanh", 2), "it makes 1 tensors for its 2 outputs"));
}
