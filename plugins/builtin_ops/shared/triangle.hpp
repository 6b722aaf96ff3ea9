// Triangles of matrices: ONNX's Trilu, Keras's operations Triu and Tril.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

inline Result<Descs> infer_triangle(const Node& node) {
  const Desc x = node.input(0);
  if (x.rank() < 2) return Node::fail("its input has no matrices");
  if (!x.dims.back().is_number() || !x.dims[x.dims.size() - 2].is_number())
    return mixes_samples("takes a triangle out of the batch");
  return Descs{{x.dtype, x.dims}};
}

// Copies the cells on and above (below) diagonal k; the others become 0.
inline Result<Done> keep_triangle(Io& io, std::int64_t k, bool upper) {
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  const auto shape = io.shape(0);
  const std::int64_t rows = shape[shape.size() - 2], columns = shape.back();
  const auto* x = static_cast<const std::byte*>(io.raw_in(0).data);
  auto* y = static_cast<std::byte*>(io.raw_out(0).data);
  if (io.raw_out(0).bytes == 0) return done;
  std::memset(y, 0, io.raw_out(0).bytes);
  k = std::clamp<std::int64_t>(k, -rows - 1, columns + 1);  // no sum below overflows
  for (std::int64_t line = 0; line < count_of(shape, 0, shape.size() - 1); ++line) {
    const std::int64_t above = std::clamp<std::int64_t>(line % rows + k, 0, columns);
    const std::int64_t below = std::clamp<std::int64_t>(line % rows + k + 1, 0, columns);
    const std::int64_t first = upper ? above : 0, end = upper ? columns : below;
    const auto at = static_cast<std::size_t>(line * columns + first) * width;
    if (end > first) std::memcpy(y + at, x + at, static_cast<std::size_t>(end - first) * width);
  }
  return done;
}

// Keras's Triu or Tril.
inline Op triangle_operation(bool upper) {
  const std::string name = upper ? "Triu" : "Tril";
  Schema s = operation_schema(
      name,
      upper ? "Matrices without what lies below diagonal k." : "Matrices without what lies above diagonal k.",
      any_type);
  s.layout(Layout::terminate).attr("k", std::int64_t{0}, "the diagonal, positive ones above the main one");
  s.example("beside the diagonal", {{"k", 1}}, {tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6})},
            {tensor<float>({2, 3}, upper ? std::vector<float>{0, 2, 3, 0, 0, 6}
                                         : std::vector<float>{1, 2, 0, 4, 5, 6})});
  // tf.linalg.band_part takes numbers of diagonals that do not depend on the matrix: a mask does.
  const std::string mask = upper ? "np.triu" : "np.tril";
  const Layer form = operation_form(numpy_operations, name, {{"k", "0"}},
                                    "(ops or tf).where(" + mask +
                                        "(np.ones(x.shape[-2:], bool), self.k), x, "
                                        "(ops or tf).zeros_like(x))");
  return Op(s)
      .infer(infer_triangle)
      .kernel([upper](const Node& node, Io& io) { return keep_triangle(io, node.integer("k"), upper); })
      .layer(form);
}

}  // namespace byom
