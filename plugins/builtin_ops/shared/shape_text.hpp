// Extents as messages show them, in the host's spelling: [12*N,3,8].
#pragma once

#include <string>

#include <byom/op.hpp>

namespace byom {

// N stands for the batch, ? for any other symbol, whose name only the host knows.
inline std::string dim_text(const Dim& dim) {
  if (dim.is_number()) return std::to_string(dim.number());
  if (const std::int64_t blocks = blocks_of(dim); blocks > 1)
    return std::to_string(blocks) + " blocks of " + dim_text(Dim({dim.raw.value, plain(dim).raw.symbol, 0}));
  const std::string times = dim.raw.value == 1 ? "" : std::to_string(dim.raw.value) + "*";
  return times + (dim.raw.symbol == BYOM_BATCH ? "N" : "?");
}

inline std::string shape_text(const Shape& dims) {
  std::string text;
  for (const Dim& dim : dims) text += (text.empty() ? "" : ",") + dim_text(dim);
  return "[" + text + "]";
}

}  // namespace byom
