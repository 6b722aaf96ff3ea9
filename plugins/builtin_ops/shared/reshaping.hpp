// Operators that keep the elements and change the shape: the kernel, and the Keras layer for any of them.
#pragma once

#include <cstring>
#include <vector>

#include <byom/op.hpp>

namespace byom {

inline Dim product(const Shape& dims, std::size_t begin, std::size_t end) {
  Dim all(1);
  for (std::size_t d = begin; d < end; ++d) all = all * dims[d];
  return all;
}

// The elements of input 0 in the shape of output 0.
inline Result<Done> copy_elements(const Node& node, Io& io) {
  for (const char* name : {"axis", "axes", "allowzero", "target_shape"})
    node.ignore(name, "it decides the shape, which infer has made");
  if (io.raw_in(0).bytes != io.raw_out(0).bytes)
    return Node::fail("the shapes hold different numbers of elements");
  if (io.raw_in(0).bytes) std::memcpy(io.raw_out(0).data, io.raw_in(0).data, io.raw_in(0).bytes);
  return done;
}

// x in the shape `dims`: Keras's Reshape where the first axis stays, else the operation, which may move the
// batch.
inline Val reshaped(Keras& keras, Val x, const Shape& from, const Shape& dims) {
  std::vector<std::int64_t> target;
  for (const Dim& dim : dims) target.push_back(dim.is_number() ? dim.number() : -1);
  if (!from.empty() && !dims.empty() && from[0] == dims[0]) {
    target.erase(target.begin());
    return keras.layer("Reshape", {{"target_shape", target}}, {x});
  }
  return keras.layer("ops.Reshape", {{"newshape", target}}, {x});
}

}  // namespace byom
