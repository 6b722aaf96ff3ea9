// Operators of one tensor that treat every element alike: their schema, kernels over every element type.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/half.hpp"

namespace byom {

using AllFloats = Types<float, double, Half, Bfloat16>;
using AllNumbers = Types<float, double, Half, Bfloat16, std::int8_t, std::int16_t, std::int32_t, std::int64_t,
                         std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t>;

using Comparable = Types<float, double, Half, Bfloat16, std::int8_t, std::int16_t, std::int32_t, std::int64_t,
                         std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t, bool>;

// An ONNX operator X -> Y.
inline Schema unary_schema(std::string_view type, std::vector<std::int64_t> since, std::string_view doc,
                           const char* types, const char* input = "X", const char* output = "Y") {
  Schema s = onnx(type, std::move(since));
  s.doc(doc).layout(Layout::transparent);
  s.input(input, types, "any shape").output(output, "type and shape of the input");
  return s;
}

// out[i] = f(in[i]) for the types in List; f takes and gives one element, 16-bit floats as float.
template <class List, class F>
Result<Done> map_each(Io& io, F f) {
  return with_type<List>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const auto in = io.in<T>(0);
    const auto out = io.out<T>(0);
    parallel_for(in.size(), 1 << 14, [&](std::uint64_t begin, std::uint64_t end) {
      for (std::uint64_t i = begin; i < end; ++i) out[i] = narrow<T>(f(widen(in[i])));
    });
  });
}

// out[i] = f(in[i]), truth values.
template <class List, class F>
Result<Done> test_each(Io& io, F f) {
  return with_type<List>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const auto in = io.in<T>(0);
    const auto out = io.out<bool>(0);
    parallel_for(in.size(), 1 << 14, [&](std::uint64_t begin, std::uint64_t end) {
      for (std::uint64_t i = begin; i < end; ++i) out[i] = f(widen(in[i]));
    });
  });
}

// The output has the first input's shape and is of truth values.
inline Result<Descs> truth_like_first(const Node& node) {
  return Descs{{BYOM_BOOL, node.input(0).dims}};
}

// The translation to one Keras layer or operation without choices.
inline Translate becomes(std::string type, Attrs config = {}) {
  return [type = std::move(type), config = std::move(config)](const Node&, Keras& keras) -> Result<Vals> {
    return Vals{keras.layer(type, config, {keras.input(0)})};
  };
}

// Elements of input i of a kernel as U; none where the node has no such input.
template <class U>
std::vector<U> numbers_of(const Io& io, std::size_t i) {
  std::vector<U> numbers;
  if (!io.has(i)) return numbers;
  detail::with_type(AllNumbers{}, io.dtype(i), [&]<class T>(std::type_identity<T>) {
    for (const T element : io.in<T>(i)) numbers.push_back(static_cast<U>(widen(element)));
  });
  return numbers;
}

}  // namespace byom
