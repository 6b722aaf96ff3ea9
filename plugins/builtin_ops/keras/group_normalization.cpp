// GroupNormalization: each sample's groups of channels brought to mean 0 and variance 1, then scale and
// shift.
#include <cmath>

#include <byom/op.hpp>

namespace byom::op_keras_group_normalization {
namespace {

constexpr const char* python = R"py(class ChannelGroupNormalization(layers.Layer):
    """GroupNormalization of Keras 3 over channels that are axis 1, for Keras 2."""

    def __init__(self, groups, axis=1, epsilon=1e-3, **kwargs):
        super().__init__(**kwargs)
        self.groups = groups
        self.axis = axis
        self.epsilon = epsilon

    def build(self, input_shape):
        self.gamma = self.add_weight(name="gamma", shape=(input_shape[1],), initializer="ones")
        self.beta = self.add_weight(name="beta", shape=(input_shape[1],), initializer="zeros")
        super().build(input_shape)

    def call(self, inputs):
        lib = ops or tf
        shape = lib.shape(inputs)
        x = lib.reshape(inputs, (shape[0], self.groups, -1))
        mean, variance = lib.nn.moments(x, axes=[2], keepdims=True)
        x = lib.reshape((x - mean) / lib.sqrt(variance + self.epsilon), shape)
        weight_shape = (1, -1) + (1,) * (len(inputs.shape) - 2)
        return x * lib.reshape(self.gamma, weight_shape) + lib.reshape(self.beta, weight_shape)

    def get_config(self):
        config = {"groups": self.groups, "axis": self.axis, "epsilon": self.epsilon}
        return {**super().get_config(), **config}
)py";

Schema schema() {
  Schema s = keras_layer("GroupNormalization");
  s.doc(
       "(x - mean) / sqrt(variance + epsilon) * gamma + beta, with mean and variance of each sample's "
       "groups.")
      .layout(Layout::implicit);
  s.input("inputs", "float", "[N, C, ...]").output("outputs", "shape of inputs");
  s.attr("groups", std::int64_t{32}, "consecutive channels are split into so many groups")
      .attr("axis", std::int64_t{-1}, "always 1")
      .attr("epsilon", 1e-3F, "added to the variance");
  s.example(
      "each channel by itself", {{"groups", 2}, {"axis", 1}, {"epsilon", 0.0F}},
      {tensor<float>({1, 2, 2}, {1, 3, 10, 30}), tensor<float>({2}, {2, 1}), tensor<float>({2}, {0, 5})},
      {tensor<float>({1, 2, 2}, {-2, 2, 4, 6})});
  s.example("one group", {{"groups", 1}, {"axis", 1}, {"epsilon", 0.0F}},
            {tensor<float>({1, 2, 2}, {1, 1, 3, 3}), tensor<float>({2}, {2, 10}), tensor<float>({2}, {0, 5})},
            {tensor<float>({1, 2, 2}, {-2, -2, 15, 15})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  const std::int64_t groups = node.integer("groups");
  if (node.integer("axis") != 1 || x.rank() < 3) return Node::fail("only axis 1 is served");
  if (groups < 1 || !x.dims[1].is_number() || x.dims[1].number() % groups != 0)
    return Node::fail("'groups' does not divide the channels");
  return Descs{{x.dtype, x.dims}};
}

// Mean and variance in one pass, in the way of Welford; ONNX's operators take two.
Result<Done> compute(const Node& node, Io& io) {
  node.ignore("axis", "infer has checked it");
  const std::int64_t groups = node.integer("groups"), channels = io.shape(0)[1] / groups;
  std::int64_t inner = 1;
  for (std::size_t a = 2; a < io.shape(0).size(); ++a) inner *= io.shape(0)[a];
  const float epsilon = node.real("epsilon");
  const float *gamma = io.in<float>(1).data(), *beta = io.in<float>(2).data();
  parallel_for(
      static_cast<std::uint64_t>(io.shape(0)[0] * groups), 1, [&](std::uint64_t begin, std::uint64_t end) {
        for (auto group = static_cast<std::int64_t>(begin); group < static_cast<std::int64_t>(end); ++group) {
          const std::int64_t n = channels * inner;
          const float* x = io.in<float>(0).data() + group * n;
          float* y = io.out<float>(0).data() + group * n;
          double mean = 0, squares = 0;
          for (std::int64_t i = 0; i < n; ++i) {
            const double distance = x[i] - mean;
            mean += distance / static_cast<double>(i + 1);
            squares += distance * (x[i] - mean);
          }
          const auto center = static_cast<float>(mean);
          const float deviation = std::sqrt(static_cast<float>(squares / static_cast<double>(n)) + epsilon);
          for (std::int64_t i = 0; i < n; ++i) {
            const std::int64_t c = group % groups * channels + i / inner;
            y[i] = (x[i] - center) / deviation * gamma[c] + beta[c];
          }
        }
      });
  return done;
}
}  // namespace

BYOM_OP(keras_group_normalization) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .keras3("keras.layers", "GroupNormalization")
          .custom("ChannelGroupNormalization", python, {BYOM_DIALECT_KERAS2})
          .weight("gamma", "", BYOM_WEIGHT_TRAINABLE, "gamma_initializer")
          .weight("beta", "", BYOM_WEIGHT_TRAINABLE, "beta_initializer"));
}

}  // namespace byom::op_keras_group_normalization
