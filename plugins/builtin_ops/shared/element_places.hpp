// Elements addressed one by one along an axis: GatherElements, ScatterElements, Keras's TakeAlongAxis.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

// Calls each(position of the index, position in `data`) for every element of `indices`, which address `axis`
// of data; row-major positions. Extents of `indices` do not exceed those of data, except along the axis.
template <class Index, class F>
Result<Done> each_place(std::span<const std::int64_t> data, std::span<const std::int64_t> shape,
                        std::size_t axis, std::span<const Index> indices, F&& each) {
  std::vector<std::int64_t> coordinates(shape.size(), 0), strides(shape.size(), 1);
  for (std::size_t a = data.size(); a-- > 1;) strides[a - 1] = strides[a] * data[a];
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const auto stated = static_cast<std::int64_t>(indices[i]);
    const std::int64_t place = stated < 0 ? stated + data[axis] : stated;
    if (place < 0 || place >= data[axis])
      return Node::fail("index " + std::to_string(stated) + " is outside an axis of " +
                        std::to_string(data[axis]) + " cells");
    std::int64_t at = place * strides[axis];
    for (std::size_t a = 0; a < shape.size(); ++a)
      if (a != axis) at += coordinates[a] * strides[a];
    each(i, static_cast<std::size_t>(at));
    for (std::size_t a = shape.size(); a-- > 0 && ++coordinates[a] == shape[a];) coordinates[a] = 0;
  }
  return done;
}

// The same for int32 or int64 indices in input 1 and the data in input 0.
template <class F>
Result<Done> each_place(Io& io, std::size_t axis, F&& each) {
  if (io.dtype(1) == BYOM_INT32)
    return each_place(io.shape(0), io.shape(1), axis, io.in<std::int32_t>(1), each);
  return each_place(io.shape(0), io.shape(1), axis, io.in<std::int64_t>(1), each);
}

// The position in the data of every element of the indices.
inline Result<std::vector<std::size_t>> places_of(Io& io, std::size_t axis) {
  std::vector<std::size_t> places;
  BYOM_CHECK_OK(each_place(io, axis, [&](std::size_t, std::size_t at) { places.push_back(at); }));
  return places;
}

// Checks that indices fit the data; gives the axis.
inline Result<std::size_t> checked_places(const Desc& data, const Desc& indices, std::int64_t stated_axis) {
  BYOM_TRY(const std::int64_t axis, checked_axis(stated_axis, data.rank()));
  const auto at = static_cast<std::size_t>(axis);
  if (indices.rank() != data.rank())
    return Node::fail("its indices have rank " + std::to_string(indices.rank()) + ", the data " +
                      std::to_string(data.rank()));
  if (!data.dims[at].is_number() || !indices.dims[at].is_number())
    return mixes_samples("addresses the batch");
  for (std::size_t a = 0; a < data.dims.size(); ++a) {
    if (a == at || data.dims[a] == indices.dims[a]) continue;
    if (!data.dims[a].is_number() || !indices.dims[a].is_number())
      return mixes_samples("has indices for another number of samples than data");
    if (indices.dims[a].number() > data.dims[a].number())
      return Node::fail("its indices exceed the data in axis " + std::to_string(a));
  }
  return at;
}

// Output 0: for each index the element of input 0.
inline Result<Done> take_elements(Io& io, std::size_t axis) {
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  const auto* x = static_cast<const std::byte*>(io.raw_in(0).data);
  auto* y = static_cast<std::byte*>(io.raw_out(0).data);
  return each_place(
      io, axis, [&](std::size_t i, std::size_t at) { std::memcpy(y + i * width, x + at * width, width); });
}

}  // namespace byom
