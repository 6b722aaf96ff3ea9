// Cutting a tensor into parts along one axis: ONNX's Split and Keras's operation Split.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

// `parts`: cells of each part along `axis`, which must add up to the axis.
inline Result<Descs> parted(const Desc& x, std::size_t axis, const std::vector<std::int64_t>& parts) {
  if (!x.dims[axis].is_number()) return mixes_samples("splits the batch");
  const std::int64_t cells = x.dims[axis].number();
  const std::string has = ", but axis " + std::to_string(axis) + " has " + std::to_string(cells) + " cells";
  std::int64_t sum = 0;
  for (const std::int64_t part : parts) {
    if (part < 0) return Node::fail("a part of its split has a negative length");
    if (part > cells) return Node::fail("a part of its split has " + std::to_string(part) + " cells" + has);
    sum += part;
    if (sum > cells) return Node::fail("its parts add up to " + std::to_string(sum) + " or more" + has);
  }
  if (sum != cells) return Node::fail("its parts add up to " + std::to_string(sum) + has);
  Descs all;
  std::size_t first = 0;
  for (const std::int64_t part : parts) {
    Desc y(x.dtype, x.dims);
    y.dims[axis] = Dim(part);
    if (x.values && x.rank() == 1)
      y.values.emplace(x.values->begin() + static_cast<std::ptrdiff_t>(first),
                       x.values->begin() + static_cast<std::ptrdiff_t>(first) + part);
    first += static_cast<std::size_t>(part);
    all.push_back(std::move(y));
  }
  return all;
}

// Writes the outputs that are wanted.
inline Result<Done> split_elements(Io& io, std::size_t axis, const std::vector<std::int64_t>& parts) {
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  const auto shape = io.shape(0);
  const auto rows = static_cast<std::size_t>(count_of(shape, 0, axis));
  const std::size_t inner = static_cast<std::size_t>(count_of(shape, axis + 1, shape.size())) * width;
  const std::size_t row_bytes = static_cast<std::size_t>(shape[axis]) * inner;
  const auto* from = static_cast<const std::byte*>(io.raw_in(0).data);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t bytes = static_cast<std::size_t>(parts[i]) * inner;
    if (bytes != 0 && io.wants(i)) {
      auto* to = static_cast<std::byte*>(io.raw_out(i).data);
      for (std::size_t row = 0; row < rows; ++row)
        std::memcpy(to + row * bytes, from + row * row_bytes, bytes);
    }
    from += bytes;
  }
  return done;
}

}  // namespace byom
