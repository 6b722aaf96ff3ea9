// Shapes of operators that broadcast, free extents included.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <byom/op.hpp>

namespace byom {

// The common shape of `shapes`, aligned at the last axis; 1 stretches to anything. Errors: extents that do
// not fit, and a result with two free axes of one symbol, which would combine each sample with every other
// one.
Result<Shape> broadcast_shape(const std::vector<Shape>& shapes);

// Integers known before they are computed (Desc::values), element by element; nothing where one is unknown.
// `f` gives nothing where the result is not known.
using ValueRule = std::optional<Dim> (*)(const Dim& a, const Dim& b);
std::optional<Shape> combined_values(const Desc& a, const Desc& b, ValueRule f);

}  // namespace byom
