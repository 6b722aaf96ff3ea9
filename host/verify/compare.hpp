// Are two tensors equal within the tolerance?
#pragma once

#include <string>

#include "host/ir/tensor.hpp"

namespace byom::verify {

struct Difference {
  double largest = 0;  // largest |a - b|; infinity where shapes or types differ, or one side alone is NaN
  bool within = true;  // |a - b| <= tolerance + relative * |b| for every element
  std::string note;    // what differs in kind: "shape [1,3] against [3]"; empty otherwise
};

// A converted model may be off by this much unless its user says otherwise.
inline constexpr double default_tolerance = 1e-4, relative_tolerance = 1e-5;

// b is the reference. NaN equals NaN, infinity equals the same infinity; integers and bools must be equal.
Difference compare(const ir::Tensor& a, const ir::Tensor& b, double tolerance);

// How messages show a difference or a tolerance: "2.98e-08".
std::string difference_text(double difference);

}  // namespace byom::verify
