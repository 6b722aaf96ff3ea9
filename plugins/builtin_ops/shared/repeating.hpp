// Tensors without a batch, repeated for every sample of one.
#pragma once

#include <string>

#include <byom/op.hpp>

namespace byom {

// Zeros of `dtype` with the samples of x along the axis where x has them, and the extent 1 elsewhere. The
// names of the layers begin with `role`.
Result<Val> zero_for_every_sample(Keras& keras, Val x, std::int32_t dtype, const std::string& role);

// The same with the samples of the model along axis `axis` of `rank`. Errors: the model's batch is not free.
Result<Val> zero_for_every_sample(Keras& keras, std::size_t axis, std::size_t rank, std::int32_t dtype,
                                  const std::string& role);

// `constant` for every sample along axis `axis`, where it has the extent 1 or no axis at all; floating ones
// of more than one element are trainable. `role` as above; empty: the last layer makes the node's output.
// Errors: an element type that no Keras layer can hold.
Result<Val> constant_for_every_sample(const Node& node, Keras& keras, const byom_tensor& constant,
                                      std::size_t axis, std::size_t rank, const std::string& role);

// Input 0 of the node, constant or not, with each axis of extent 1 as long as `dims` says, the batch
// included; axes that it lacks come in front. Makes the node's output. Errors: an extent that depends on the
// batch, but not as a multiple of it.
Result<Val> stretched(const Node& node, Keras& keras, const Shape& dims);

}  // namespace byom
