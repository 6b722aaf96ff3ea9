// Where the samples of a batch are before and behind a change of the shape.
#include "plugins/builtin_ops/shared/reshaping.hpp"

#include <algorithm>

#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

Dim product(const Shape& dims, std::size_t begin, std::size_t end) {
  Dim all(1);
  for (std::size_t d = begin; d < end; ++d) all = all * plain(dims[d]);
  return all;
}

std::size_t free_axis(const Shape& dims) {
  const auto found = std::ranges::find_if(dims, [](const Dim& dim) { return !dim.is_number(); });
  return static_cast<std::size_t>(found - dims.begin());
}

Result<Shape> with_samples_in_order(const Shape& data, Shape target) {
  const std::size_t from = free_axis(data), to = free_axis(target);
  if (from == data.size() || to == target.size()) return target;
  // Both count the runs of elements, each with all samples, from the first element to the last.
  const std::int64_t runs = product(data, 0, from).number() * blocks_of(data[from]);
  const std::int64_t before = product(target, 0, to).number();
  if (runs == 0 || before == 0) return target;
  const std::int64_t blocks = runs / before;
  if (runs % before != 0 || target[to].raw.value % blocks != 0)
    return mixes_samples("puts parts of different samples into one row");
  target[to] = in_blocks(target[to], blocks);
  return target;
}

Val reshaped(Keras& keras, Val x, const Shape& from, const Shape& dims) {
  std::vector<std::int64_t> target;
  for (const Dim& dim : dims) target.push_back(dim.is_number() ? dim.number() : -1);
  if (!from.empty() && !dims.empty() && from[0] == dims[0]) {
    target.erase(target.begin());
    return keras.layer("Reshape", {{"target_shape", target}}, {x});
  }
  return keras.layer("ops.Reshape", {{"newshape", target}}, {x});
}

}  // namespace byom
