// GRU: the layers it becomes, initial states, and what no layer has.
#include "plugins/builtin_ops/shared/recurrent_testing.hpp"

using byom::testing::check_all_forms;
using byom::testing::check_layers;
using byom::testing::OneNode;
using byom::testing::RecurrentNode;
using byom::testing::uneven;

TEST_CASE("GRU: every form computes the same as layers") {
  check_all_forms("GRU", 3, 2);
  check_all_forms("GRU", 3, 2, {{"linear_before_reset", 1}});
}

TEST_CASE("GRU: the reset behind the product has two biases") {
  OneNode after = RecurrentNode{3, 1, true}.made("GRU");
  after.attr("linear_before_reset", 1);
  CHECK(after.layers().value() ==
        "GRU{units=3, activation=tanh, recurrent_activation=sigmoid, reset_after=true, use_bias=true, "
        "return_sequences=true, return_state=false, go_backwards=false} Reshape{target_shape=[4,1,3]}");
  OneNode before = RecurrentNode{3, 1, true}.made("GRU");
  CHECK(before.layers().value().find("reset_after=false") != std::string::npos);
}

TEST_CASE("GRU: it begins with a given state") {
  OneNode given = RecurrentNode{3, 2}.made("GRU");
  given.absent().input(uneven({2, 2, 3}, 0.3)).attr("linear_before_reset", 1).outputs(2);
  check_layers(given);
  OneNode constant = RecurrentNode{3, 1, true}.made("GRU");
  constant.absent().constant(uneven({2, 1, 3}, 0.3)).outputs(2);
  check_layers(constant);
}

TEST_CASE("GRU: one function of the gates and one of the candidate are named by Keras") {
  OneNode node = RecurrentNode{3}.made("GRU");
  node.attr("activations", std::vector<std::string>{"Sigmoid", "LeakyRelu"});
  CHECK(node.refusal() ==
        "GRU node 'n0' (output 'out0'): attribute 'activations' names a function that Keras 2 and 3 do not "
        "both "
        "have");
}
