// Scattering, for every element type and reduction.
#include "plugins/builtin_ops/shared/scattering.hpp"

#include <algorithm>
#include <type_traits>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/half.hpp"

namespace byom {

namespace {

template <class T, class Combine>
void combine_at(Io& io, std::span<const std::size_t> places, Combine combine) {
  const auto updates = io.in<T>(2);
  const auto out = io.out<T>(0);
  for (std::size_t i = 0; i < places.size(); ++i)
    out[places[i]] = narrow<T>(combine(widen(out[places[i]]), widen(updates[i])));
}

}  // namespace

Result<Done> scatter(Io& io, const std::string& reduction, std::span<const std::size_t> places) {
  using Combined = Types<float, double, Half, Bfloat16, std::int8_t, std::int16_t, std::int32_t, std::int64_t,
                         std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t, bool>;
  Result<Done> scattered = done;
  BYOM_CHECK_OK(with_type<Combined>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    std::ranges::copy(io.in<T>(0), io.out<T>(0).begin());
    if (reduction == "none")
      combine_at<T>(io, places, [](auto, auto b) { return b; });
    else if constexpr (std::is_same_v<T, bool>)
      scattered = Node::fail("it combines truth values by '" + reduction + "'");
    else if (reduction == "add")
      combine_at<T>(io, places, arithmetic::Plus());
    else if (reduction == "mul")
      combine_at<T>(io, places, arithmetic::Times());
    else if (reduction == "max")
      combine_at<T>(io, places, arithmetic::Larger());
    else if (reduction == "min")
      combine_at<T>(io, places, arithmetic::Smaller());
    else
      scattered = Node::fail("attribute 'reduction' has the unknown value '" + reduction + "'");
  }));
  return scattered;
}

}  // namespace byom
