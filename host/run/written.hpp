// Whether a kernel of somebody else's plugin wrote what it promised to.
#pragma once

#include <string>
#include <vector>

#include "host/ir/graph.hpp"

namespace byom::run {

// Fills a tensor with a pattern that no computation gives. Only element types of four or more bytes have one.
void mark_unwritten(const ir::Tensor& tensor);
// Elements that still hold the pattern.
std::int64_t unwritten_elements(const ir::Tensor& tensor);

// A clause for each output of a dynamic kernel that is missing or is not what infer said; empty: all are
// right.
std::vector<std::string> broken_promises(const ir::Node& node, const std::vector<ir::Value>& stated,
                                         const std::vector<ir::Tensor>& made);

}  // namespace byom::run
