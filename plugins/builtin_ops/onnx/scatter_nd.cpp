// ScatterND: slabs written at rows of coordinates.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/scattering.hpp"
#include "plugins/builtin_ops/shared/slab_places.hpp"

namespace byom::op_scatter_nd {
namespace {

Schema schema() {
  Schema s = onnx("ScatterND", {11, 13, 16, 18});
  s.doc("data, with a slab of updates written over it at each row of indices.");
  s.input("data", any_type, "at least one axis").input("indices", "int64", "[..., coordinates]").index();
  s.input("updates", "as data", "the axes of indices but the last, then those that no coordinate addresses");
  s.output("output", "shape of data");
  s.attr("reduction", "none", "none, add, mul; since version 18 also max and min").from(16);
  const Literal data = tensor<float>({2, 2}, {1, 2, 3, 4});
  s.example("elements", {}, {data, tensor<std::int64_t>({2, 2}, {0, 1, -1, 0}), tensor<float>({2}, {9, 8})},
            {tensor<float>({2, 2}, {1, 9, 8, 4})});
  s.example("a row, twice", {{"reduction", "add"}},
            {data, tensor<std::int64_t>({2, 1}, {0, 0}), tensor<float>({2, 2}, {10, 20, 100, 200})},
            {tensor<float>({2, 2}, {111, 222, 3, 4})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc data = node.input(0), indices = node.input(1), updates = node.input(2);
  if (data.rank() == 0 || indices.rank() == 0)
    return Node::fail("its data and indices need at least one axis");
  const Dim k = indices.dims.back();
  if (!k.is_number() || k.number() > data.rank())
    return Node::fail("its indices have more coordinates than the data has axes");
  for (std::int64_t a = 0; a < k.number(); ++a)
    if (!data.dims[static_cast<std::size_t>(a)].is_number())
      return mixes_samples("writes to samples by their place");
  Shape expected(indices.dims.begin(), indices.dims.end() - 1);
  expected.insert(expected.end(), data.dims.begin() + k.number(), data.dims.end());
  if (!(updates.dims == expected))
    return Node::fail("its updates do not have the shape that indices and data ask for");
  return Descs{{data.dtype, data.dims}};
}

Result<Done> compute(const Node& node, Io& io) {
  const std::string reduction = node.since() < 16 ? "none" : node.string("reduction");
  BYOM_TRY(const auto positions, slab_positions(io.shape(0), io.shape(1), io.in<std::int64_t>(1), 0));
  const auto k = static_cast<std::size_t>(io.shape(1).back());
  const auto slab = static_cast<std::size_t>(count_of(io.shape(0), k, io.shape(0).size()));
  std::vector<std::size_t> places;
  places.reserve(positions.size() * slab);
  for (const auto position : positions)
    for (std::size_t e = 0; e < slab; ++e) places.push_back(static_cast<std::size_t>(position) + e);
  return scatter(io, reduction, places);
}
}  // namespace

BYOM_OP(scatter_nd) {
  return Op(schema()).infer(infer).kernel(compute);
}

}  // namespace byom::op_scatter_nd
