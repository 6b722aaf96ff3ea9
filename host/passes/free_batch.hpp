// free_batch: the first axis of the inputs becomes the batch, so that one model serves any number of samples.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"

namespace byom::passes {

// Extents the user gave for an input (--input-shape name:1,3,224,224; -1 leaves one as the model says). One
// that the model names is known for every input that has it. Errors: exit_usage for names and ranks that do
// not fit.
Result<Done> set_input_shapes(ir::Graph& graph,
                              const std::map<std::string, std::vector<std::int64_t>>& shapes);
// Errors (exit_unsupported), all in one: inputs with another free extent than the batch, or without element
// type.
Result<Done> check_input_shapes(const ir::Graph& graph);

struct Batch {
  bool free = false;
  std::int64_t exported =
      1;  // samples for which the original runs: its fixed first extent, 1 where that is free
};

// before:  x float[1,3,8,8]    after:  x float[N,3,8,8]
// Every input whose first extent equals the first input's gets the batch there. An input of rank 0 leaves the
// graph as it is.
Batch free_batch(ir::Graph& graph);
// The opposite: the batch becomes the number it was exported with.
void fix_batch(ir::Graph& graph, const Batch& batch);

// Both graphs have been inferred, one with a free batch and one with the number it was exported with. A model
// exported for several samples may say their number in a constant (the target of a reshape): an error names
// the first node whose output then has other extents.
Result<Done> same_as_exported(const ir::Graph& free, const ir::Graph& exported, const Batch& batch);

}  // namespace byom::passes
