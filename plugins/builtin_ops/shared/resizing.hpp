// What Resize and Upsample share: the kernel's facets, and the Keras layers that do the same.
#pragma once

#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/resize.hpp"

namespace byom {

// A resize as its node states it. Axes of free extent stand in `axes` with one cell: they are not resized.
struct Resizing {
  std::vector<kernels::ResizeAxis> axes;
  kernels::ResizeRules rules;
};
using ReadResizing = Result<Resizing> (*)(const Node&);

// Extent `x` of axis `a` as the kernel takes it. `output` < 0: floor(x * scale); else scale is what leads
// there. Errors: a free extent that would be resized (the batch mixes samples).
Result<kernels::ResizeAxis> resized_axis(const Dim& x, std::size_t a, double scale, std::int64_t output = -1);

// Keras layers for input 0: UpSampling2D where that is the same, else entries picked (ops.Take) or mixed
// (ops.Tensordot) axis by axis.
Result<Vals> resizing_layers(const Node& node, Keras& keras, const Resizing& resizing);

// infer, translate and kernel of an operator whose nodes `read` understands.
Op resizing_op(Schema schema, ReadResizing read);

}  // namespace byom
