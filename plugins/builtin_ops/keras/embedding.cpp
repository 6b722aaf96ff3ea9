// Embedding: rows of a trainable table.
#include <cstring>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"

namespace byom::op_keras_embedding {
namespace {

Schema schema() {
  Schema s = keras_layer("Embedding");
  s.doc("For each index a row of the table [input_dim, output_dim].");
  s.input("inputs", "int32,int64", "indices of rows").index().output("outputs", "[..., output_dim]");
  s.attr_of(BYOM_ATTR_INT, "input_dim", "rows of the table").attr_of(BYOM_ATTR_INT, "output_dim", "columns");
  s.example("two of three rows", {{"input_dim", 3}, {"output_dim", 2}},
            {tensor<std::int32_t>({2}, {2, 0}), tensor<float>({3, 2}, {1, 2, 3, 4, 5, 6})},
            {tensor<float>({2, 2}, {5, 6, 1, 2})});
  s.example("an index without axes", {{"input_dim", 1}, {"output_dim", 3}},
            {tensor<std::int64_t>({}, {0}), tensor<float>({1, 3}, {7, 8, 9})},
            {tensor<float>({3}, {7, 8, 9})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0), table = node.input(1);
  const std::int64_t columns = node.integer("output_dim");
  if (table.rank() != 2 || !(table.dims[0] == Dim(node.integer("input_dim"))) ||
      !(table.dims[1] == Dim(columns)))
    return Node::fail("the table's shape is not [input_dim, output_dim]");
  Desc rows(table.dtype, x.dims);
  rows.dims.emplace_back(columns);
  return Descs{rows};
}

template <class T>
Result<Done> gather(const Node& node, Io& io) {
  const std::int64_t n = node.integer("input_dim"), columns = node.integer("output_dim");
  if (n == 0 || columns == 0) return done;
  const std::size_t row = io.raw_in(1).bytes / static_cast<std::size_t>(n);
  const auto* table = static_cast<const std::byte*>(io.raw_in(1).data);
  auto* out = static_cast<std::byte*>(io.raw_out(0).data);
  for (const T index : io.in<T>(0)) {
    if (index < 0 || index >= n)
      return Node::fail("index " + std::to_string(index) + " is outside the table of " + std::to_string(n) +
                        " rows");
    std::memcpy(out, table + static_cast<std::size_t>(index) * row, row);
    out += row;
  }
  return done;
}

Result<Done> compute(const Node& node, Io& io) {
  return io.dtype(0) == BYOM_INT64 ? gather<std::int64_t>(node, io) : gather<std::int32_t>(node, io);
}
}  // namespace

BYOM_OP(keras_embedding) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer().both("Embedding").weight("embeddings", "", BYOM_WEIGHT_TRAINABLE, "embeddings_initializer"));
}

}  // namespace byom::op_keras_embedding
