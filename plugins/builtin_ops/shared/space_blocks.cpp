// The Keras layers are the definition itself: Reshape, Permute, Reshape.
#include "plugins/builtin_ops/shared/space_blocks.hpp"

#include <string>
#include <utility>

#include "plugins/builtin_ops/kernels/strided_copy.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

namespace {

std::vector<std::int64_t> sample_of(const Shape& dims) {
  std::vector<std::int64_t> sample;
  for (std::size_t a = 1; a < dims.size(); ++a) sample.push_back(dims[a].number());
  return sample;
}

Result<Vals> translate(const Node& node, Keras& keras, ReadBlocks read) {
  BYOM_TRY(const BlockOrder blocks, read(node));
  const std::vector<std::int64_t> behind_batch(blocks.order.begin() + 1, blocks.order.end());
  Val x = keras.helper("split", "Reshape", {{"target_shape", sample_of(blocks.split)}}, {keras.input(0)});
  x = keras.helper("order", "Permute", {{"dims", behind_batch}}, {x});
  return Vals{keras.layer("Reshape", {{"target_shape", sample_of(blocks.joined)}}, {x})};
}

Result<Done> compute(const Node& node, Io& io, ReadBlocks read) {
  BYOM_TRY(const BlockOrder blocks, read(node));
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  std::vector<std::int64_t> split;
  for (const Dim& dim : blocks.split) split.push_back(dim.number());
  kernels::transpose(host_pool(), width, io.raw_in(0).data, split, blocks.order, io.raw_out(0).data);
  return done;
}

}  // namespace

Op block_op(Schema schema, ReadBlocks read) {
  return Op(std::move(schema))
      .infer([read](const Node& node) -> Result<Descs> {
        BYOM_TRY(const BlockOrder blocks, read(node));
        return Descs{{node.input(0).dtype, blocks.joined}};
      })
      .translate([read](const Node& node, Keras& keras) { return translate(node, keras, read); })
      .kernel([read](const Node& node, Io& io) { return compute(node, io, read); });
}

Result<std::vector<std::int64_t>> image_and_block(const Node& node) {
  const Desc x = node.input(0);
  if (x.rank() != 4)
    return Node::fail("the input has rank " + std::to_string(x.rank()) +
                      "; batch, channels, height and width are needed");
  std::vector<std::int64_t> numbers;
  for (std::size_t a = 1; a < 4; ++a) {
    if (!x.dims[a].is_number()) return Node::fail("axis " + std::to_string(a) + " needs a fixed extent");
    numbers.push_back(x.dims[a].number());
  }
  numbers.push_back(node.integer("blocksize"));
  if (numbers.back() < 1 || numbers.back() > 1 << 15)
    return Node::fail("attribute 'blocksize' has the impossible value " + std::to_string(numbers.back()));
  return numbers;
}

}  // namespace byom
