// Operators that keep the elements and change the shape: the kernel, and the Keras layer for any of them.
#pragma once

#include <cstring>
#include <vector>

#include <byom/op.hpp>

namespace byom {

// The product of the extents, whatever the order of their elements: it is plain.
Dim product(const Shape& dims, std::size_t begin, std::size_t end);

// The axis whose extent is free; the rank where all are numbers.
std::size_t free_axis(const Shape& dims);

// `target`, whose free extent is plain, with that extent in the blocks in which row-major order has the
// samples of `data`. Precondition: both hold the same number of elements. Errors: one index of `target` would
// stand for elements of different samples.
Result<Shape> with_samples_in_order(const Shape& data, Shape target);

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
Val reshaped(Keras& keras, Val x, const Shape& from, const Shape& dims);

}  // namespace byom
