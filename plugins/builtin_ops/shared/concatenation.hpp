// Joining tensors along one axis: ONNX's Concat and Keras's Concatenate.
#pragma once

#include <cstring>
#include <vector>

#include <byom/op.hpp>

namespace byom {

// Whether `a` and `b` agree but for their batch, of which one has a single sample for all of the other's.
inline bool one_sample_for_all(const Dim& a, const Dim& b) {
  return (a == Dim(1) && !b.is_number()) || (b == Dim(1) && !a.is_number());
}

// The tensors' common descriptor; extents along `axis` are added. Errors name the input that does not fit.
// `repeats_samples`: one sample stands for every sample of a batch.
inline Result<Desc> joined(const Node& node, std::size_t tensors, std::int64_t stated_axis,
                           bool repeats_samples) {
  Desc all = node.input(0);
  all.known = nullptr;
  BYOM_TRY(const std::int64_t axis, checked_axis(stated_axis, all.rank()));
  const auto at = static_cast<std::size_t>(axis);
  for (std::size_t i = 0; i < tensors; ++i) {
    const Desc next = node.input(i);
    if (next.rank() != all.rank())
      return Node::fail("input " + std::to_string(i) + " has another rank than input 0");
    if (!next.dims[at].is_number()) return Node::fail("it joins tensors along their batch: it mixes samples");
    if (i == 0) continue;
    for (std::size_t d = 0; d < all.dims.size(); ++d) {
      if (d == at || next.dims[d] == all.dims[d]) continue;
      if (!repeats_samples || !one_sample_for_all(all.dims[d], next.dims[d]))
        return Node::fail("input " + std::to_string(i) + " differs from input 0 in axis " +
                          std::to_string(d));
      if (!next.dims[d].is_number()) all.dims[d] = next.dims[d];
    }
    all.dims[at] = all.dims[at] + next.dims[at];
    if (all.values && next.values)
      all.values->insert(all.values->end(), next.values->begin(), next.values->end());
    else
      all.values.reset();
  }
  return all;
}

// Output 0 is the first `tensors` inputs joined along `stated_axis`; any element type.
inline Result<Done> join(Io& io, std::size_t tensors, std::int64_t stated_axis) {
  const auto shape = io.out_shape(0);
  BYOM_TRY(const std::int64_t axis, checked_axis(stated_axis, static_cast<std::int64_t>(shape.size())));
  std::uint64_t rows = 1;
  for (std::int64_t d = 0; d < axis; ++d)
    rows *= static_cast<std::uint64_t>(shape[static_cast<std::size_t>(d)]);
  if (rows == 0 || io.raw_out(0).bytes == 0) return done;
  auto* out = static_cast<std::byte*>(io.raw_out(0).data);
  const std::uint64_t row_bytes = io.raw_out(0).bytes / rows;
  std::uint64_t offset = 0;
  for (std::size_t i = 0; i < tensors; ++i) {
    const auto* in = static_cast<const std::byte*>(io.raw_in(i).data);
    const std::uint64_t part = io.raw_in(i).bytes / rows;
    for (std::uint64_t row = 0; row < rows && part; ++row)
      std::memcpy(out + row * row_bytes + offset, in + row * part, part);
    offset += part;
  }
  return done;
}

}  // namespace byom
