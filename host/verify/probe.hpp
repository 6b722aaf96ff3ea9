// Probe inputs: seeded random tensors, or the user's files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/context.hpp"

namespace byom::verify {

// Values of the user's for an input (--input NAME=FILE).
struct GivenInput {
  std::string file;
  ir::Tensor tensor;
};
using GivenInputs = std::map<std::string, GivenInput>;  // by the input's name

// Reads `files`, by the input's name. All problems in one error: names of no input (exit_usage), else files
// that cannot be read (exit_input).
Result<GivenInputs> read_inputs(const ir::Graph& onnx, const std::map<std::string, std::string>& files);

// Makes the graph that of the given inputs: extents that it leaves free become theirs, in all inputs that
// have them by one name; a first extent that is still free becomes the batch of those given, or 1. Errors
// (exit_input), all in one: another type, rank or extent than the input's.
Result<Done> take_extents(ir::Graph& onnx, const GivenInputs& given);

// One tensor for each input of `onnx`, with `samples` in the place of the batch. Floats are uniform in [-1,
// 1); integers that an operator uses as indices are drawn from its valid range, others from [0, 10); booleans
// are even. The same seed gives the same numbers on every machine. Inputs that are given may have a type for
// which no numbers are drawn; replace_inputs fills them.
Result<std::vector<ir::Tensor>> random_inputs(const ir::Graph& onnx, registry::Registry& registry,
                                              std::int64_t samples, std::uint64_t seed,
                                              const GivenInputs& given);

// What numbers are drawn: floats uniform in [-largest, largest), integers in [lowest, lowest + range).
struct Draw {
  double largest = 1;
  std::int64_t lowest = 0, range = 10;
};
// False, and nothing is written, for an element type that no numbers are drawn for.
bool fill_random(ir::Tensor& tensor, const Draw& draw, std::mt19937_64& random);

// Puts those that are given in their places. Errors (exit_input), all in one: another dtype or shape than the
// input's.
Result<Done> replace_inputs(const ir::Graph& onnx, const GivenInputs& given, std::vector<ir::Tensor>& inputs);

// Part `index` of `samples` equal parts of a tensor along its first axis; a view.
ir::Tensor sample(const ir::Tensor& batch, std::int64_t index, std::int64_t samples);
// Row-major parts of equal type and equal extents but for `axis`, joined along that axis: whole, or block by
// block, each block with its piece of every part. `blocks` divides their extents.
ir::Tensor concatenate(const std::vector<const ir::Tensor*>& parts, std::size_t axis, std::int64_t blocks);
// The opposite: what part r of `runs` equal ones was.
ir::Tensor part_of_run(const ir::Tensor& joined, std::size_t axis, std::int64_t r, std::int64_t runs,
                       std::int64_t blocks);

}  // namespace byom::verify
