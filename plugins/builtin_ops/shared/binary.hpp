// Operators of two tensors with broadcasting: shape rule, kernels, translation with constants as weights.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/broadcast.hpp"
#include "plugins/builtin_ops/shared/broadcasting.hpp"
#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/half.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

// An ONNX operator A, B -> C.
Schema binary_schema(std::string_view type, std::vector<std::int64_t> since, std::string_view doc,
                     const char* types);

// The shape of both inputs broadcast; `out_dtype` 0 stands for their common type. `values`: how shape
// arithmetic goes through the operator.
Result<Descs> infer_binary(const Node& node, std::int32_t out_dtype = 0, ValueRule values = nullptr);

// y = f(a, b), broadcast, for the types in List; U is y's element type, void for that of a and b.
template <class List, class U = void, class F>
Result<Done> combine(const byom_tensor& a, const byom_tensor& b, const byom_tensor& y, F f) {
  return with_type<List>(a.dtype, [&]<class T>(std::type_identity<T>) {
    using Out = std::conditional_t<std::is_void_v<U>, T, U>;
    const auto dims = [](const byom_tensor& t) {
      return kernels::Dims(t.shape, static_cast<std::size_t>(t.rank));
    };
    kernels::binary(host_pool(), static_cast<const T*>(a.data), dims(a), static_cast<const T*>(b.data),
                    dims(b), static_cast<Out*>(y.data), dims(y),
                    [f](T p, T q) { return narrow<Out>(f(widen(p), widen(q))); });
  });
}

template <class List, class U = void, class F>
Result<Done> combine_inputs(Io& io, F f) {
  return combine<List, U>(io.raw_in(0), io.raw_in(1), io.raw_out(0), f);
}

// How an operator of two tensors becomes Keras layers.
struct BinaryRule {
  std::string operation;     // "ops.Subtract"
  std::string merge = {};    // Keras's merge layer, for tensors of one rank; empty: none
  std::string swapped = {};  // the operation that takes the operands the other way round; empty: none
  bool trains = true;        // floating constants of several elements become weights
  bool few_first = false;  // Keras 3 on TensorFlow takes a short second operand for a bias, of the wrong axis
  // The node as native layers when one operand is a number; nothing where the general way is better.
  std::function<std::optional<Val>(Keras&, Val x, float number, bool number_first)> number = {};
};

Result<Vals> translate_binary(const Node& node, Keras& keras, const BinaryRule& rule);
inline Translate translates_to(BinaryRule rule) {
  return [rule = std::move(rule)](const Node& node, Keras& keras) {
    return translate_binary(node, keras, rule);
  };
}

// x * scale + offset as Keras's Rescaling layer.
Val rescaled(Keras& keras, Val x, float scale, float offset, const std::string& role = "");

// Whether Keras 3 on TensorFlow would take a second summand, with one axis of more than one cell, for a bias
// of another axis: it looks at the first's last axis, then at its axis 1, for as many cells. A batch may be
// one, or as many (seen in eager calls; keras 3.15, backend/tensorflow/numpy.py, add).
bool taken_for_bias(const Desc& first, const Desc& second);

// Layers for operands that are tensors already. `role` empty: the layer that makes the node's output.
Val combined(Keras& keras, const BinaryRule& rule, Val a, Val b, const std::string& role = "");

}  // namespace byom
