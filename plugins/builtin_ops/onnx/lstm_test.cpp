// LSTM: the layers it becomes, what they cannot do, and initial states.
#include "plugins/builtin_ops/shared/recurrent_testing.hpp"

using byom::tensor;
using byom::testing::check_all_forms;
using byom::testing::check_layers;
using byom::testing::near;
using byom::testing::OneNode;
using byom::testing::RecurrentNode;
using byom::testing::uneven;

TEST_CASE("LSTM: every form computes the same as layers") {
  check_all_forms("LSTM", 4, 3);
}

TEST_CASE("LSTM: one layer a direction") {
  OneNode node = RecurrentNode{4, 2, true}.made("LSTM");
  CHECK(node.layers().value() ==
        "LSTM{units=3, activation=tanh, recurrent_activation=sigmoid, use_bias=true, return_sequences=true, "
        "return_state=false, go_backwards=false} "
        "LSTM{units=3, activation=tanh, recurrent_activation=sigmoid, use_bias=true, return_sequences=true, "
        "return_state=false, go_backwards=true} "
        "ops.Flip{axis=1} Concatenate{axis=-1} Reshape{target_shape=[4,2,3]}");
  OneNode last = RecurrentNode{4}.made("LSTM");
  last.outputs(3);
  CHECK(last.layers().value() ==
        "ops.Transpose{axes=[1,0,2]} "
        "LSTM{units=3, activation=tanh, recurrent_activation=sigmoid, use_bias=true, return_sequences=true, "
        "return_state=true, go_backwards=false} "
        "Reshape{target_shape=[4,1,3]} ops.Transpose{axes=[1,2,0,3]} "
        "Reshape{target_shape=[1,3]} ops.Transpose{axes=[1,0,2]} "
        "Reshape{target_shape=[1,3]} ops.Transpose{axes=[1,0,2]}");
}

TEST_CASE("LSTM: zeros as initial states are what a layer begins with, others make a layer of their own") {
  OneNode zeros = RecurrentNode{4, 1, true}.made("LSTM");
  const auto zero = tensor<float>({2, 1, 3}, std::vector<float>(6));
  zeros.absent().constant(zero).constant(zero);
  CHECK(zeros.layers().value().find("RecurrentFromState") == std::string::npos);
  check_layers(zeros);
  OneNode given = RecurrentNode{4, 2}.made("LSTM");
  given.absent().input(uneven({2, 2, 3}, 0.3)).constant(uneven({2, 2, 3}, 0.8)).outputs(3);
  check_layers(given);
  OneNode hidden = RecurrentNode{4, 2, true}.made("LSTM");
  hidden.absent().constant(uneven({1, 2, 3}, 0.3)).free_batch().outputs(2);
  CHECK(hidden.layers().value().find("RecurrentFromState") != std::string::npos);
}

TEST_CASE("LSTM: functions that Keras has, too") {
  for (const char* name : {"Relu", "tanh", "Sigmoid", "Affine", "Elu", "Softsign", "Softplus"}) {
    OneNode node = RecurrentNode{4}.made("LSTM");
    node.attr("activations", std::vector<std::string>{name, "Softsign", "Softsign"}).outputs(3);
    CAPTURE(name);
    check_layers(node);
  }
}

TEST_CASE("LSTM: peepholes, coupled gates, a limit and lengths are computed, but no layer has them") {
  const std::string node = "LSTM node 'n0' (output 'out0'): ";
  OneNode lengths = RecurrentNode{4}.made("LSTM");
  lengths.constant(tensor<std::int32_t>({2}, {4, 2}));
  CHECK(
      lengths.refusal() ==
      node +
          "input 'sequence_lens' may end a sequence early; a Keras layer reads all steps of every sequence");
  OneNode full = RecurrentNode{4}.made("LSTM");
  full.constant(tensor<std::int32_t>({2}, {4, 4}));
  check_layers(full);
  OneNode peepholes = RecurrentNode{4}.made("LSTM");
  peepholes.absent().absent().absent().constant(uneven({1, 9}, 0.5));
  CHECK(peepholes.refusal() == node + "input 'P' is given: no Keras layer has peepholes");
  OneNode coupled = RecurrentNode{4}.made("LSTM");
  coupled.attr("input_forget", 1);
  CHECK(coupled.refusal() == node + "attribute 'input_forget' is 1: no Keras layer couples these gates");
  OneNode limited = RecurrentNode{4}.made("LSTM");
  limited.attr("clip", 0.5F);
  CHECK(limited.refusal() ==
        node + "attribute 'clip' is given: no Keras layer limits what its activations get");
  OneNode functions = RecurrentNode{4}.made("LSTM");
  functions.attr("activations", std::vector<std::string>{"HardSigmoid", "Tanh", "Tanh"});
  CHECK(functions.refusal() ==
        node + "attribute 'activations' names a function that Keras 2 and 3 do not both have");
  OneNode unequal = RecurrentNode{4}.made("LSTM");
  unequal.attr("activations", std::vector<std::string>{"Sigmoid", "Tanh", "Relu"});
  CHECK(unequal.refusal() == node +
                                 "attribute 'activations' names tanh for the candidate and relu for the "
                                 "output; a Keras layer has one function for both");
}

TEST_CASE("LSTM: a coupled gate f is 1 - i, and a limit holds before the functions") {
  OneNode node("LSTM", 7);
  node.input(tensor<float>({1, 1, 1}, {1})).input(tensor<float>({1, 4, 1}, {0.25F, 9, 9, 8}));
  node.input(tensor<float>({1, 4, 1}, {0, 0, 0, 0})).absent().absent();
  node.input(tensor<float>({1, 1, 1}, {0})).input(tensor<float>({1, 1, 1}, {4}));
  node.attr("activations", std::vector<std::string>{"Affine", "Affine", "Affine"}).attr("input_forget", 1);
  node.attr("clip", 2.0F).outputs(3);
  // i is 0.25, f 0.75, the candidate 2 and o 2: C is 0.75 * 4 + 0.25 * 2, of which h sees 2.
  const auto made = node.run();
  REQUIRE(made.ok());
  CHECK(near((*made)[2], tensor<float>({1, 1, 1}, {3.5F})));
  CHECK(near((*made)[1], tensor<float>({1, 1, 1}, {4})));
}

TEST_CASE("LSTM: steps behind the end of a sequence are zeros and leave the states") {
  OneNode node = RecurrentNode{4, 2, true}.made("LSTM");
  node.constant(tensor<std::int32_t>({2}, {2, 4})).outputs(3);
  const auto all = node.run();
  REQUIRE(all.ok());
  const auto* y = reinterpret_cast<const float*>((*all)[0].bytes.data());
  const auto* h = reinterpret_cast<const float*>((*all)[1].bytes.data());
  for (std::size_t i = 12; i < 24; ++i) CHECK(y[i] == 0);
  for (std::size_t u = 0; u < 3; ++u) {
    CHECK(y[6 + u] == h[u]);      // forwards, the last step is the second
    CHECK(y[3 + u] == h[3 + u]);  // backwards, it is the first
  }
  OneNode beyond = RecurrentNode{4, 2, true}.made("LSTM");
  beyond.constant(tensor<std::int32_t>({2}, {2, 5}));
  CHECK(beyond.run().error().text.find("sequence 1 would have 5 of 4 steps") != std::string::npos);
}

TEST_CASE("LSTM: the batch is not the axis of the steps, and what does not fit is refused") {
  const std::string node = "LSTM node 'n0' (output 'out0'): ";
  OneNode steps = RecurrentNode{4}.made("LSTM");
  steps.free_batch();
  CHECK(steps.refusal() ==
        node + "it steps from sample to sample, because its first axis is the steps: it mixes samples");
  OneNode units("LSTM", 14);
  units.input(uneven({4, 2, 3}, 0))
      .input(uneven({1, 12, 3}, 0))
      .input(uneven({1, 12, 3}, 0))
      .attr("hidden_size", 5);
  CHECK(units.inferred().error().text == node + "attribute 'hidden_size' is 5, but input 'R' is for 3 units");
  OneNode gates = RecurrentNode{3}.made("LSTM");
  CHECK(gates.inferred().error().text == node + "the shape of input 'W' does not fit the other inputs");
  OneNode direction = RecurrentNode{4}.made("LSTM");
  direction.attr("direction", "up");
  CHECK(direction.inferred().error().text ==
        node + "attribute 'direction' is 'up'; it must be forward, reverse or bidirectional");
  OneNode functions = RecurrentNode{4}.made("LSTM");
  functions.attr("activations", std::vector<std::string>{"Tanh", "Cosh", "Tanh"});
  CHECK(functions.inferred().error().text ==
        node + "attribute 'activations' names 'Cosh', which ONNX does not define");
  OneNode few = RecurrentNode{4}.made("LSTM");
  few.attr("activations", std::vector<std::string>{"Tanh"});
  CHECK(few.inferred().error().text == node + "attribute 'activations' has 1 names in place of 3");
}
