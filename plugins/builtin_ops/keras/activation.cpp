// Activation: a function of one element, by Keras's name of it.
#include <cmath>
#include <cstdint>
#include <string>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_activation {
namespace {

Schema schema() {
  Schema s = keras_layer("Activation");
  s.doc("One of the functions whose names mean the same in Keras 2 and 3.").layout(Layout::transparent);
  s.input("inputs", floating, "any shape").output("outputs", "shape of inputs");
  s.attr_of(BYOM_ATTR_STRING, "activation",
            "linear, exponential, sigmoid, tanh, softplus, softsign, selu, swish or gelu");
  const auto example = [&s](const char* name, std::vector<float> x, std::vector<float> y) {
    s.example(name, {{"activation", name}}, {tensor<float>({2}, x)}, {tensor<float>({2}, y)});
  };
  example("linear", {-1, 2}, {-1, 2});
  example("exponential", {0, 1}, {1, 2.7182817F});
  example("sigmoid", {0, 1}, {0.5F, 0.7310586F});
  example("tanh", {0, 1}, {0, 0.7615942F});
  example("softplus", {0, 100}, {0.6931472F, 100});
  example("softsign", {1, -3}, {0.5F, -0.75F});
  example("selu", {1, -1}, {1.050701F, -1.1113307F});
  example("swish", {0, 1}, {0, 0.7310586F});
  example("gelu", {1, -1}, {0.8413447F, -0.15865526F});
  return s;
}

template <class T>
using Function = T (*)(T);

template <class T>
Function<T> function(const std::string& name) {
  constexpr struct {
    const char* name;
    Function<T> f;
  } table[] = {
      {"linear", [](T x) { return x; }},
      {"exponential", [](T x) { return std::exp(x); }},
      {"sigmoid", activations::sigmoid<T>},
      {"tanh", [](T x) { return std::tanh(x); }},
      {"softplus", activations::softplus<T>},
      {"softsign", activations::softsign<T>},
      {"selu",
       [](T x) { return T(activations::selu_gamma) * activations::elu(x, T(activations::selu_alpha)); }},
      {"swish", [](T x) { return x * activations::sigmoid(x); }},
      {"gelu", activations::gelu<T>},
  };
  for (const auto& row : table)
    if (name == row.name) return row.f;
  return nullptr;
}

Result<Descs> infer(const Node& node) {
  const std::string name = node.string("activation");
  if (!function<float>(name))
    return Node::fail("activation '" + name + "' is not served: Keras 2 and 3 may differ in it");
  return same_as_first(node);
}

Result<Done> compute(const Node& node, Io& io) {
  const std::string name = node.string("activation");
  return with_type<AllFloats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    using Wide = decltype(widen(T{}));
    const Function<Wide> f = function<Wide>(name);
    const auto in = io.in<T>(0);
    const auto out = io.out<T>(0);
    parallel_for(in.size(), 1 << 14, [&](std::uint64_t begin, std::uint64_t end) {
      for (std::uint64_t i = begin; i < end; ++i) out[i] = narrow<T>(f(widen(in[i])));
    });
  });
}
}  // namespace

BYOM_OP(keras_activation) {
  return Op(schema()).infer(infer).kernel(compute).layer(Layer().both("Activation"));
}

}  // namespace byom::op_keras_activation
