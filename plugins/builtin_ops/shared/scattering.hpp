// What a scattered number does to the one that is there: replaces it, or is combined with it.
#pragma once

#include <string>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/half.hpp"

namespace byom {

// Output 0 becomes a copy of input 0 in which each pair that `visit` names is combined: visit(f) calls
// f(position in the output, position in input 2) in order. `reduction`: none, add, mul, max or min.
template <class Visit>
Result<Done> scatter(Io& io, const std::string& reduction, Visit&& visit) {
  using Combined = Types<float, double, Half, Bfloat16, std::int8_t, std::int16_t, std::int32_t, std::int64_t,
                         std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t, bool>;
  Result<Done> visited = done;
  BYOM_CHECK_OK(with_type<Combined>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const auto data = io.in<T>(0), updates = io.in<T>(2);
    const auto out = io.out<T>(0);
    std::copy(data.begin(), data.end(), out.begin());
    const auto by = [&](auto combine) {
      visited = visit([&](std::size_t to, std::size_t from) {
        out[to] = narrow<T>(combine(widen(out[to]), widen(updates[from])));
      });
    };
    if (reduction == "none")
      by([](auto, auto b) { return b; });
    else if constexpr (std::is_same_v<T, bool>)
      visited = Node::fail("it combines truth values by '" + reduction + "'");
    else if (reduction == "add")
      by(arithmetic::Plus());
    else if (reduction == "mul")
      by(arithmetic::Times());
    else if (reduction == "max")
      by(arithmetic::Larger());
    else if (reduction == "min")
      by(arithmetic::Smaller());
    else
      visited = Node::fail("attribute 'reduction' has the unknown value '" + reduction + "'");
  }));
  return visited;
}

}  // namespace byom
