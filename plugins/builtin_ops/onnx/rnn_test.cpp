// RNN: the layers it becomes, initial states, and what no layer has.
#include "plugins/builtin_ops/shared/recurrent_testing.hpp"

using byom::tensor;
using byom::testing::check_all_forms;
using byom::testing::check_layers;
using byom::testing::near;
using byom::testing::OneNode;
using byom::testing::RecurrentNode;
using byom::testing::uneven;

TEST_CASE("RNN: every form computes the same as layers") {
  check_all_forms("RNN", 1, 2);
  check_all_forms("RNN", 1, 2, {{"activations", std::vector<std::string>{"Relu", "Sigmoid"}}});
}

TEST_CASE("RNN: without B there is no bias") {
  OneNode node("RNN", 14);
  node.input(uneven({2, 4, 3}, 0.1)).constant(uneven({1, 3, 3}, 0.4)).constant(uneven({1, 3, 3}, 0.9));
  node.attr("layout", 1).outputs(2);
  CHECK(node.layers().value() ==
        "SimpleRNN{units=3, activation=tanh, use_bias=false, return_sequences=true, return_state=true, "
        "go_backwards=false} Reshape{target_shape=[4,1,3]} Reshape{target_shape=[1,3]}");
}

TEST_CASE("RNN: it begins with a given state") {
  OneNode given = RecurrentNode{1, 2, true}.made("RNN");
  given.absent().input(uneven({2, 2, 3}, 0.3)).outputs(2);
  check_layers(given);
}

TEST_CASE("RNN: functions take their numbers in turn") {
  const auto one = [](const char* name, const byom::Attrs& attrs, float x, float y) {
    OneNode node("RNN", 14);
    node.input(tensor<float>({1, 1, 1}, {x})).input(tensor<float>({1, 1, 1}, {1}));
    node.input(tensor<float>({1, 1, 1}, {1})).attr("activations", std::vector<std::string>{name});
    for (const auto& [key, value] : attrs) node.attr(key, value);
    CAPTURE(name);
    const auto made = node.run();
    REQUIRE(made.ok());
    CHECK(near((*made)[0], tensor<float>({1, 1, 1, 1}, {y})));
  };
  const auto alpha = [](float a) {
    return std::pair<std::string, byom::AttrValue>("activation_alpha", std::vector<float>{a});
  };
  const auto beta = [](float b) {
    return std::pair<std::string, byom::AttrValue>("activation_beta", std::vector<float>{b});
  };
  one("Affine", {alpha(2), beta(3)}, 1, 5);
  one("LeakyRelu", {}, -2, -0.02F);
  one("LeakyRelu", {alpha(0.5F)}, -2, -1);
  one("ThresholdedRelu", {}, 0.5F, 0);
  one("ThresholdedRelu", {}, 1, 1);
  one("ScaledTanh", {alpha(2), beta(0.5F)}, 2, 1.5231884F);
  one("HardSigmoid", {}, 1, 0.7F);
  one("HardSigmoid", {}, 9, 1);
  one("Elu", {}, -1, -0.6321206F);
  one("Softsign", {}, -3, -0.75F);
  one("Softplus", {}, 0, 0.6931472F);
  one("relu", {}, -1, 0);
}
