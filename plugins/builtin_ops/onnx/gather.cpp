// Gather: slabs of one axis, picked by position.
#include "plugins/builtin_ops/kernels/gather.hpp"

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/slicing.hpp"

namespace byom::op_gather {
namespace {

Schema schema() {
  Schema s = onnx("Gather", {1, 11, 13});
  s.doc("For each index the slab of data at that place of `axis`.").layout(Layout::attribute);
  s.input("data", any_type, "any shape but a scalar");
  s.input("indices", integral, "places; negative ones count from the end (since version 11)").index();
  s.output("output", "data with the axis replaced by the axes of indices");
  s.attr("axis", std::int64_t{0}, "negative counts from the end (since version 11)");
  const Literal data = tensor<float>({2, 2}, {1, 2, 3, 4});
  s.example("rows", {}, {data, tensor<std::int64_t>({1, 3}, {1, 0, 1})},
            {tensor<float>({1, 3, 2}, {3, 4, 1, 2, 3, 4})});
  s.example("from the end", {{"axis", -1}}, {data, tensor<std::int32_t>({1}, {-2})},
            {tensor<float>({2, 1}, {1, 3})});
  s.example("one index, no axis", {{"axis", 1}}, {data, tensor<std::int64_t>({}, {1})},
            {tensor<float>({2}, {2, 4})});
  return s;
}

// The elements picked of integers that are known, if only as symbols.
std::optional<Shape> picked_values(const Desc& data, const Desc& indices) {
  if (!data.values || !indices.values || data.rank() != 1) return std::nullopt;
  const auto n = static_cast<std::int64_t>(data.values->size());
  Shape picked;
  for (const Dim& index : *indices.values) {
    if (!index.is_number() || index.number() < -n || index.number() >= n) return std::nullopt;
    picked.push_back((*data.values)[static_cast<std::size_t>(index.number() + (index.number() < 0 ? n : 0))]);
  }
  return picked;
}

bool carries_batch(const Desc& desc) {
  return std::ranges::any_of(desc.dims, [](const Dim& dim) { return !dim.is_number(); });
}

Result<Descs> infer(const Node& node) {
  const Desc data = node.input(0), indices = node.input(1);
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), data.rank()));
  if (!data.dims[static_cast<std::size_t>(axis)].is_number()) return mixes_samples("picks from the batch");
  if (carries_batch(data) && carries_batch(indices))
    return mixes_samples("picks from every sample by the indices of every other one");
  Desc out(data.dtype, {data.dims.begin(), data.dims.begin() + axis});
  out.dims.insert(out.dims.end(), indices.dims.begin(), indices.dims.end());
  out.dims.insert(out.dims.end(), data.dims.begin() + axis + 1, data.dims.end());
  if (out.rank() <= 1) out.values = picked_values(data, indices);
  return Descs{out};
}

// The indices as numbers that count from the front.
Result<std::vector<std::int32_t>> places(const Node& node, std::int64_t extent) {
  const byom_tensor& indices = *node.input(1).known;
  std::vector<std::int32_t> result;
  bool inside = true;
  BYOM_CHECK_OK(
      with_type<Types<std::int32_t, std::int64_t>>(indices.dtype, [&]<class T>(std::type_identity<T>) {
        const auto* from = static_cast<const T*>(indices.data);
        for (std::int64_t i = 0; i < element_count(indices); ++i) {
          inside = inside && from[i] >= -extent && from[i] < extent;
          result.push_back(static_cast<std::int32_t>(from[i] + (from[i] < 0 ? extent : 0)));
        }
      }));
  if (!inside) return Node::fail("an index lies outside the axis of " + std::to_string(extent) + " cells");
  return result;
}

Result<Vals> at_constant_places(const Node& node, Keras& keras, std::int64_t axis) {
  const Desc data = node.input(0), indices = node.input(1);
  const auto at = static_cast<std::size_t>(axis);
  BYOM_TRY(const std::vector<std::int32_t> numbers, places(node, data.dims[at].number()));
  if (indices.rank() > 0) {
    const Literal literal = tensor<std::int32_t>(indices.numbers(), numbers);
    return Vals{keras.layer("ops.Take", {{"axis", axis}, {"indices", literal}}, {keras.input(0)})};
  }
  std::vector<Cut> cuts(data.dims.size());
  cuts[at] = {numbers[0], 1, 1, false, true};
  return Vals{keras.layer("ops.GetItem", {{"key", item_key(cuts, data.dims)}}, {keras.input(0)})};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc data = node.input(0), indices = node.input(1);
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), data.rank()));
  if (indices.known) return at_constant_places(node, keras, axis);
  const bool table = data.known && data.dtype == BYOM_FLOAT && data.rank() == 2 && axis == 0;
  if (table) {
    const Attrs config{{"input_dim", data.dims[0].number()}, {"output_dim", data.dims[1].number()}};
    return Vals{keras.layer("Embedding", config, {keras.input(1)}, {Weight(data.known)})};
  }
  BYOM_TRY(const Val from, operand(node, keras, 0, keras.input(1), "data"));
  return Vals{keras.layer("ops.Take", {{"axis", axis}}, {from, keras.input(1)})};
}

Result<Done> compute(const Node& node, Io& io) {
  const auto shape = io.shape(0);
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  BYOM_TRY(const std::int64_t stated,
           checked_axis(node.integer("axis"), static_cast<std::int64_t>(shape.size())));
  const auto axis = static_cast<std::size_t>(stated);
  const std::int64_t bytes = count_of(shape, axis + 1, shape.size()) * static_cast<std::int64_t>(width);
  bool inside = true;
  BYOM_CHECK_OK(
      with_type<Types<std::int32_t, std::int64_t>>(io.dtype(1), [&]<class T>(std::type_identity<T>) {
        const auto indices = io.in<T>(1);
        inside =
            kernels::gather(host_pool(), count_of(shape, 0, axis), shape[axis], bytes, io.raw_in(0).data,
                            indices.data(), static_cast<std::int64_t>(indices.size()), io.raw_out(0).data);
      }));
  if (!inside)
    return Node::fail("an index lies outside the axis of " + std::to_string(shape[axis]) + " cells");
  return done;
}
}  // namespace

BYOM_OP(gather) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_gather
