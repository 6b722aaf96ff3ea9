// Reshape: every sample in another shape.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/reshaping.hpp"

namespace byom::op_keras_reshape {
namespace {

Schema schema() {
  Schema s = keras_layer("Reshape");
  s.doc("The elements of each sample, row-major, in the shape target_shape.");
  s.input("inputs", any_type, "[N, ...]").output("outputs", "[N, target_shape...]");
  s.attr_of(BYOM_ATTR_INTS, "target_shape", "extents without the batch; one may be -1");
  s.example("-1", {{"target_shape", std::vector<std::int64_t>{-1}}}, {tensor<float>({2, 1, 2}, {1, 2, 3, 4})},
            {tensor<float>({2, 2}, {1, 2, 3, 4})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  if (x.rank() == 0) return Node::fail("the input is a scalar; it needs a batch axis");
  const std::vector<std::int64_t> target = node.integers("target_shape");
  if (std::ranges::any_of(target, [](std::int64_t extent) { return extent < -1; }) ||
      std::ranges::count(target, -1) > 1)
    return Node::fail("target_shape may have one -1, and no other negative extent");
  Shape dims{plain(x.dims[0])};
  for (const std::int64_t extent : target) dims.emplace_back(extent);
  const Dim sample = product(x.dims, 1, x.dims.size());
  const auto open = std::find(dims.begin() + 1, dims.end(), Dim(-1));
  if (open != dims.end()) {
    *open = 1;
    *open = sample / product(dims, 1, dims.size());
  }
  if (!(product(dims, 1, dims.size()) == sample))
    return Node::fail("target_shape holds another number of elements than a sample");
  BYOM_TRY(dims, with_samples_in_order(x.dims, std::move(dims)));
  return Descs{{x.dtype, dims}};
}
}  // namespace

BYOM_OP(keras_reshape) {
  return Op(schema()).infer(infer).kernel(copy_elements).layer(Layer().both("Reshape"));
}

}  // namespace byom::op_keras_reshape
