// The functions that ONNX's recurrent operators name, with the numbers that some of them take.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"

namespace byom {

enum class RecurrentFunction {
  relu,
  tanh,
  sigmoid,
  affine,
  leaky_relu,
  thresholded_relu,
  scaled_tanh,
  hard_sigmoid,
  elu,
  softsign,
  softplus,
};
struct RecurrentActivation {
  RecurrentFunction function;
  float alpha, beta;
};

// The activations of every direction of a node, one behind the other. `defaults`: those of one direction.
// Errors: a name that ONNX does not know, a number of names that does not fit.
Result<std::vector<RecurrentActivation>> activations_of(const Node& node, std::int64_t directions,
                                                        const std::vector<RecurrentFunction>& defaults);
// What Keras 2 and 3 both call the function; empty where they have none or differ in it.
const char* keras_name(const RecurrentActivation& activation);

// x[i] = f(x[i]), its argument brought into [-clip, clip] before.
template <class T>
void activate(const RecurrentActivation& activation, const std::optional<float>& clip, T* x, std::int64_t n) {
  const T alpha = static_cast<T>(activation.alpha), beta = static_cast<T>(activation.beta);
  const T limit = clip ? static_cast<T>(*clip) : T{0};
  const auto each = [&](auto&& f) {
    for (std::int64_t i = 0; i < n; ++i) x[i] = f(clip ? std::clamp(x[i], -limit, limit) : x[i]);
  };
  switch (activation.function) {
    case RecurrentFunction::relu:
      return each([](T v) { return v < 0 ? T{0} : v; });
    case RecurrentFunction::tanh:
      return each([](T v) { return std::tanh(v); });
    case RecurrentFunction::sigmoid:
      return each([](T v) { return activations::sigmoid(v); });
    case RecurrentFunction::affine:
      return each([=](T v) { return alpha * v + beta; });
    case RecurrentFunction::leaky_relu:
      return each([=](T v) { return v < 0 ? alpha * v : v; });
    case RecurrentFunction::thresholded_relu:
      return each([=](T v) { return v < alpha ? T{0} : v; });
    case RecurrentFunction::scaled_tanh:
      return each([=](T v) { return alpha * std::tanh(beta * v); });
    case RecurrentFunction::hard_sigmoid:
      return each([=](T v) { return std::clamp(alpha * v + beta, T{0}, T{1}); });
    case RecurrentFunction::elu:
      return each([=](T v) { return activations::elu(v, alpha); });
    case RecurrentFunction::softsign:
      return each([](T v) { return activations::softsign(v); });
    case RecurrentFunction::softplus:
      return each([](T v) { return activations::softplus(v); });
  }
}

}  // namespace byom
