// Activation functions that ONNX and Keras define alike, for one element of float or double.
#pragma once

#include <algorithm>
#include <cmath>

namespace byom::activations {

template <class T>
T sigmoid(T x) {
  return 1 / (1 + std::exp(-x));
}

template <class T>
T softplus(T x) {
  return std::max(x, T{0}) + std::log1p(std::exp(-std::fabs(x)));
}

template <class T>
T softsign(T x) {
  return x / (1 + std::fabs(x));
}

template <class T>
T elu(T x, T alpha) {
  return x > 0 ? x : alpha * std::expm1(x);
}

template <class T>
T gelu(T x) {
  return x / 2 * (1 + std::erf(x * T(0.70710678118654752440)));
}

// The approximation by tanh.
template <class T>
T tanh_gelu(T x) {
  return x / 2 * (1 + std::tanh(T(0.79788456080286535588) * (x + T(0.044715) * x * x * x)));
}

// What Keras's "selu" has built in, and ONNX as defaults.
inline constexpr float selu_alpha = 1.6732632423543772F, selu_gamma = 1.0507009873554805F;

}  // namespace byom::activations
