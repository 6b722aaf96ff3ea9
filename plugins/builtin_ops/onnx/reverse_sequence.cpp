// ReverseSequence: the beginning of every sequence backwards.
#include <cstring>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom::op_reverse_sequence {
namespace {

Schema schema() {
  Schema s = onnx("ReverseSequence", {10});
  s.doc("For each sequence its first sequence_lens steps backwards; the others stay.")
      .layout(Layout::attribute);
  s.input("input", any_type, "at least two axes")
      .input("sequence_lens", "int64", "one number for each sequence");
  s.output("Y", "shape of the input");
  s.attr("batch_axis", std::int64_t{1}, "the axis of sequences, 0 or 1");
  s.attr("time_axis", std::int64_t{0}, "the axis of steps, the other one");
  const Literal x = tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6}), lengths = tensor<std::int64_t>({2}, {2, 3});
  s.example("rows", {{"batch_axis", 0}, {"time_axis", 1}}, {x, lengths},
            {tensor<float>({2, 3}, {2, 1, 3, 6, 5, 4})});
  s.example("columns", {}, {x, tensor<std::int64_t>({3}, {1, 2, 0})},
            {tensor<float>({2, 3}, {1, 5, 3, 4, 2, 6})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0), lengths = node.input(1);
  const std::int64_t batch = node.integer("batch_axis"), time = node.integer("time_axis");
  if (x.rank() < 2 || batch + time != 1 || batch * time != 0)
    return Node::fail("its batch_axis and time_axis must be 0 and 1, or 1 and 0");
  if (lengths.rank() != 1 || !(lengths.dims[0] == x.dims[static_cast<std::size_t>(batch)]))
    return Node::fail("input 'sequence_lens' must have one number for each sequence");
  if (!x.dims[static_cast<std::size_t>(time)].is_number()) return mixes_samples("reverses the batch");
  return same_as_first(node);
}

Result<Done> compute(const Node& node, Io& io) {
  const auto shape = io.shape(0);
  const std::int64_t steps = shape[static_cast<std::size_t>(node.integer("time_axis"))];
  const std::int64_t sequences = shape[static_cast<std::size_t>(node.integer("batch_axis"))];
  const bool time_first = node.integer("time_axis") == 0;
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  const std::size_t bytes = static_cast<std::size_t>(count_of(shape, 2, shape.size())) * width;
  const auto* x = static_cast<const std::byte*>(io.raw_in(0).data);
  auto* y = static_cast<std::byte*>(io.raw_out(0).data);
  const auto at = [&](std::int64_t sequence, std::int64_t step) {
    return static_cast<std::size_t>(time_first ? step * sequences + sequence : sequence * steps + step) *
           bytes;
  };
  for (std::int64_t sequence = 0; sequence < sequences; ++sequence) {
    const std::int64_t length = io.in<std::int64_t>(1)[static_cast<std::size_t>(sequence)];
    if (length < 0 || length > steps)
      return Node::fail("sequence " + std::to_string(sequence) + " would have " + std::to_string(length) +
                        " of " + std::to_string(steps) + " steps");
    for (std::int64_t step = 0; step < steps && bytes; ++step)
      std::memcpy(y + at(sequence, step), x + at(sequence, step < length ? length - 1 - step : step), bytes);
  }
  return done;
}
}  // namespace

BYOM_OP(reverse_sequence) {
  return Op(schema()).infer(infer).kernel(compute);
}

}  // namespace byom::op_reverse_sequence
