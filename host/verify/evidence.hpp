// What the original's answers to several inputs can show of a converted model.
#pragma once

#include <string>
#include <vector>

#include "host/ir/graph.hpp"

namespace byom::verify {

// A comparison shows something where a model that ignores its input would fail it.
struct Evidence {
  enum class Kind {
    change,     // the output changes with the input, or need not: it is known from shapes alone
    no_number,  // all is NaN or infinite
    constant,   // it is the same for every input, but for rounding
  };
  Kind kind = Kind::change;
  // Of floats, how far they move: half of the widest range of an element, less what the relative part of the
  // tolerance allows. Infinity where any difference counts.
  double movement = 0;
};

// `answers` of an output: one to each run.
Evidence evidence_of(const std::vector<const ir::Tensor*>& answers);

// Whether each output depends on what is in the inputs, not on their shapes only.
std::vector<bool> outputs_that_depend(const ir::Graph& onnx);

// "its numbers are all NaN or infinite". Precondition: the kind is not `change`.
std::string reason_of(const Evidence& evidence);

}  // namespace byom::verify
