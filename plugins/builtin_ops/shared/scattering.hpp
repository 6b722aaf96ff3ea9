// What a scattered number does to the one that is there: replaces it, or is combined with it.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <byom/op.hpp>

namespace byom {

// Output 0 becomes a copy of input 0 in which element i of input 2 is combined with the one at places[i], in
// order. `reduction`: none, add, mul, max or min. Errors: another reduction.
Result<Done> scatter(Io& io, const std::string& reduction, std::span<const std::size_t> places);

}  // namespace byom
