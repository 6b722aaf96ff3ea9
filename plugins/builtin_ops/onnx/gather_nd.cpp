// GatherND: slabs picked by rows of coordinates.
#include <cstring>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/slab_places.hpp"

namespace byom::op_gather_nd {
namespace {

Schema schema() {
  Schema s = onnx("GatherND", {11, 12, 13});
  s.doc("For each row of indices the slab of data at these coordinates.");
  s.input("data", any_type, "at least one axis").input("indices", "int64", "[..., coordinates]").index();
  s.output("output", "the axes of indices but the last, then those of data that no coordinate addresses");
  s.attr("batch_dims", std::int64_t{0}, "axes in front that data and indices share").from(12);
  const Literal data = tensor<std::int32_t>({2, 2}, {0, 1, 2, 3});
  s.example("elements", {}, {data, tensor<std::int64_t>({2, 2}, {0, 0, -1, 1})},
            {tensor<std::int32_t>({2}, {0, 3})});
  s.example("rows", {}, {data, tensor<std::int64_t>({2, 1}, {1, 0})},
            {tensor<std::int32_t>({2, 2}, {2, 3, 0, 1})});
  s.example("side by side", {{"batch_dims", 1}}, {data, tensor<std::int64_t>({2, 1}, {1, 0})},
            {tensor<std::int32_t>({2}, {1, 2})});
  return s;
}

std::size_t batch_dims(const Node& node) {
  return node.since() < 12 ? 0 : static_cast<std::size_t>(node.integer("batch_dims"));
}

Result<Descs> infer(const Node& node) {
  const Desc data = node.input(0), indices = node.input(1);
  if (data.rank() == 0 || indices.rank() == 0)
    return Node::fail("its data and indices need at least one axis");
  const std::size_t b = batch_dims(node);
  const Dim k = indices.dims.back();
  if (!k.is_number() || b >= indices.dims.size() ||
      b + static_cast<std::size_t>(std::max<std::int64_t>(k.number(), 0)) > data.dims.size())
    return Node::fail("its indices have more coordinates than the data has axes");
  const std::size_t first = b + static_cast<std::size_t>(k.number());
  for (std::size_t a = 0; a < first; ++a) {
    if (a < b && !(data.dims[a] == indices.dims[a]))
      return Node::fail("data and indices differ in axis " + std::to_string(a));
    if (a >= b && !data.dims[a].is_number()) return mixes_samples("addresses the batch");
  }
  Desc out(data.dtype, {indices.dims.begin(), indices.dims.end() - 1});
  out.dims.insert(out.dims.end(), data.dims.begin() + static_cast<std::ptrdiff_t>(first), data.dims.end());
  return Descs{out};
}

Result<Done> compute(const Node& node, Io& io) {
  const std::size_t b = batch_dims(node);
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  BYOM_TRY(const auto positions, slab_positions(io.shape(0), io.shape(1), io.in<std::int64_t>(1), b));
  if (positions.empty()) return done;
  const std::size_t bytes = io.raw_out(0).bytes / positions.size();
  const auto* x = static_cast<const std::byte*>(io.raw_in(0).data);
  auto* y = static_cast<std::byte*>(io.raw_out(0).data);
  for (std::size_t i = 0; i < positions.size() && bytes; ++i)
    std::memcpy(y + i * bytes, x + static_cast<std::size_t>(positions[i]) * width, bytes);
  return done;
}
}  // namespace

BYOM_OP(gather_nd) {
  return Op(schema()).infer(infer).kernel(compute);
}

}  // namespace byom::op_gather_nd
