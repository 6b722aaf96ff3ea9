// Where the largest or smallest element stands along one axis: ONNX's ArgMax and ArgMin, Keras's Argmax and
// Argmin.
#pragma once

#include <string>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/half.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

inline Schema position_schema(std::string type, std::string doc) {
  Schema s = onnx(std::move(type), {1, 11, 12, 13});
  s.doc(std::move(doc));
  s.input("data", numeric, "any shape").output("reduced", "positions, int64");
  s.attr("axis", std::int64_t{0}, "the axis that is searched")
      .attr("keepdims", std::int64_t{1}, "1: it stays with the extent 1");
  s.attr("select_last_index", std::int64_t{0}, "1: the last of equal elements, else the first").from(12);
  return s;
}

// Shape rule of both: `axis` left out, or kept with the extent 1. Errors: it is the batch.
inline Result<Descs> infer_position(const Node& node, std::int64_t stated_axis, bool keep,
                                    std::int32_t dtype) {
  const Desc x = node.input(0);
  BYOM_TRY(const std::int64_t axis, checked_axis(stated_axis, x.rank()));
  if (!x.dims[static_cast<std::size_t>(axis)].is_number())
    return Node::fail("it searches the batch: it mixes samples");
  Shape dims = x.dims;
  if (keep)
    dims[static_cast<std::size_t>(axis)] = Dim(1);
  else
    dims.erase(dims.begin() + axis);
  return Descs{{dtype, std::move(dims)}};
}

// Output 0 (integers of type P) is the position of the element that no other one `beats`.
template <class P, class Beats>
Result<Done> find_positions(Io& io, std::int64_t stated_axis, bool last, Beats beats) {
  const auto shape = io.shape(0);
  BYOM_TRY(const std::int64_t axis, checked_axis(stated_axis, static_cast<std::int64_t>(shape.size())));
  std::int64_t inner = 1;
  for (std::size_t d = static_cast<std::size_t>(axis) + 1; d < shape.size(); ++d) inner *= shape[d];
  const std::int64_t n = shape[static_cast<std::size_t>(axis)];
  const auto out = io.out<P>(0);
  if (n == 0 && !out.empty()) return Node::fail("the axis it searches is empty");
  return with_type<AllNumbers>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const T* x = io.in<T>(0).data();
    parallel_for(out.size(), 1 << 10, [&](std::uint64_t begin, std::uint64_t end) {
      for (std::uint64_t i = begin; i < end; ++i) {
        const std::int64_t o = static_cast<std::int64_t>(i) / inner,
                           at = static_cast<std::int64_t>(i) % inner;
        const T* from = x + o * n * inner + at;
        std::int64_t best = 0;
        for (std::int64_t k = 1; k < n; ++k) {
          const auto champion = widen(from[best * inner]), challenger = widen(from[k * inner]);
          if (beats(challenger, champion) || (last && challenger == champion)) best = k;
        }
        out[i] = static_cast<P>(best);
      }
    });
  });
}

}  // namespace byom
