// Operators that treat every element alike: shape rule, dispatch over dtypes, the loop.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>

#include <byom/op.hpp>

namespace byom {

template <class... Ts>
struct Types {};
using Floats = Types<float, double>;
using Numeric = Types<float, double, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t,
                      std::uint16_t, std::uint32_t, std::uint64_t>;
using Integers = Types<std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
                       std::uint32_t, std::uint64_t>;

namespace detail {
template <class... Ts, class F>
bool with_type(Types<Ts...>, std::int32_t dtype, F&& f) {
  return ((dtype_of<Ts> == dtype && (f(std::type_identity<Ts>{}), true)) || ...);
}
}  // namespace detail

// Calls f(std::type_identity<T>) with the T of `dtype`; an error when List has no such type.
template <class List, class F>
Result<Done> with_type(std::int32_t dtype, F&& f) {
  if (detail::with_type(List{}, dtype, f)) return done;
  return Node::fail("its element type (number " + std::to_string(dtype) +
                    " of TensorProto.DataType) is not computed here");
}

// The output has the type and shape of the first input.
inline Result<Descs> same_as_first(const Node& node) {
  const Desc x = node.input(0);
  Desc y{x.dtype, x.dims};
  y.rank_known = x.rank_known;
  return Descs{y};
}

// out[i] = f(in[i]) for the types in List; f takes and gives one element.
template <class List, class F>
Result<Done> map_elements(Io& io, F f) {
  return with_type<List>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const auto in = io.in<T>(0);
    const auto out = io.out<T>(0);
    parallel_for(in.size(), 1 << 16, [&](std::uint64_t begin, std::uint64_t end) {
#pragma omp simd
      for (std::uint64_t i = begin; i < end; ++i) out[i] = static_cast<T>(f(in[i]));
    });
  });
}

}  // namespace byom
