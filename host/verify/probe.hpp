// Probe inputs: seeded random tensors.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/context.hpp"
#include "host/verify/given_inputs.hpp"

namespace byom::verify {

// What numbers are drawn: floats from `smallest` up to `largest`, integers from `lowest` up to `lowest` +
// `range`.
struct Draw {
  double smallest = -1, largest = 1;
  std::int64_t lowest = 0, range = 10;
  bool whole = false;     // floats that are integers, `largest` among them
  bool with_odd = false;  // every second float is NaN or infinite
};
// False, and nothing is written, for an element type that no numbers are drawn for.
bool fill_random(ir::Tensor& tensor, const Draw& draw, std::mt19937_64& random);

// The extents of an input for so many samples in the place of the batch.
std::vector<std::int64_t> extents_in_run(const ir::Value& input, std::int64_t samples);
// One tensor for each input of `onnx`, with `samples` in the place of the batch. Integers that an operator
// uses as indices are drawn from its valid range; booleans are even. The same seed gives the same numbers on
// every machine. Inputs that are given may have a type for which no numbers are drawn.
Result<std::vector<ir::Tensor>> random_inputs(const ir::Graph& onnx, registry::Registry& registry,
                                              std::int64_t samples, std::uint64_t seed,
                                              const GivenInputs& given, const Draw& draw = {});

// Part `index` of `samples` equal parts of a tensor along its first axis; a view.
ir::Tensor sample(const ir::Tensor& batch, std::int64_t index, std::int64_t samples);

// The axis that grows with the batch, and the blocks in which it holds the samples.
struct Samples {
  std::size_t axis;
  std::int64_t blocks;
};
// Nothing when no axis grows.
std::optional<Samples> samples_of(const ir::Graph& graph, ir::ValueId id);

// Row-major parts of equal type and equal extents but for `axis`, joined along that axis: whole, or block by
// block, each block with its piece of every part. `blocks` divides their extents.
ir::Tensor concatenate(const std::vector<const ir::Tensor*>& parts, std::size_t axis, std::int64_t blocks);
// The opposite: what part r of `runs` equal ones was.
ir::Tensor part_of_run(const ir::Tensor& joined, std::size_t axis, std::int64_t r, std::int64_t runs,
                       std::int64_t blocks);

}  // namespace byom::verify
