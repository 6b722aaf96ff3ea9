// The user's own values for inputs (--input NAME=FILE): one sample, or several along the first axis.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/passes/free_batch.hpp"

namespace byom::verify {

struct GivenInput {
  std::string file;
  ir::Tensor tensor;
  std::string note = {};  // what was done to the file's numbers; empty: nothing
};
using GivenInputs = std::map<std::string, GivenInput>;  // by the input's name

// Reads `files`, by the input's name, as numbers of the input's type where that is possible. All problems in
// one error: names of no input (exit_usage), else files that cannot be read (exit_input).
Result<GivenInputs> read_inputs(const ir::Graph& onnx, const std::map<std::string, std::string>& files);

// Makes the graph that of the given inputs: extents that it leaves free become theirs, in all inputs that
// have them by one name; a first extent that is still free becomes the batch of those given, or 1. Errors
// (exit_input), all in one: another type, rank or extent than the input's.
Result<Done> take_extents(ir::Graph& onnx, const GivenInputs& given);

// Puts those that are given in their places. Errors (exit_input), all in one: another dtype or shape than the
// input's.
Result<Done> replace_inputs(const ir::Graph& onnx, const GivenInputs& given, std::vector<ir::Tensor>& inputs);

// How many runs of the original the files are for: the first extent of a file may be a multiple of what the
// input takes in one run. Errors (exit_input), all in one: files that fit no number of runs, or different
// ones.
Result<std::int64_t> given_runs(const ir::Graph& onnx, const passes::Batch& batch, const GivenInputs& given);
// What the input gets in one run. A file for one run is that run 0; for others its elements are moved on by
// `run` thirds of them: still numbers that the network is made for, but other ones.
ir::Tensor given_in_run(const GivenInput& input, const std::vector<std::int64_t>& shape, std::int64_t run);

}  // namespace byom::verify
