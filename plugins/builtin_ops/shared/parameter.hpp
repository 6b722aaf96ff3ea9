// Constants that meet activations in the Keras graph: trainable weights, or numbers of the configuration.
#pragma once

#include <string>

#include <byom/op.hpp>

namespace byom {

// A trainable weight with the elements and the shape of `constant` (floating) as a tensor. `any_input`: any
// tensor of the model, whose values do not matter; `role` names the layer that holds the weight. The chain is
// Embedding(index 0) of one row, which has no batch axis anywhere.
Val parameter(const Node& node, Keras& keras, const byom_tensor& constant, Val any_input,
              const std::string& role);

// The same constant as numbers of the configuration, which nobody trains. Errors: an element type of which
// Keras sums nothing.
Result<Val> fixed_constant(const Node& node, Keras& keras, const byom_tensor& constant, Val any_input,
                           const std::string& role);

// Input i of the node as a tensor, whatever it is: an activation, a weight, or, where it is not floating or
// has one element only, a fixed constant. `any_input` as above.
Result<Val> operand(const Node& node, Keras& keras, std::size_t i, Val any_input, const std::string& role);

// The first input of the node that is no constant.
Result<Val> first_activation(const Node& node, Keras& keras);

inline bool is_floating(std::int32_t dtype) {
  return dtype == BYOM_FLOAT || dtype == BYOM_DOUBLE || dtype == BYOM_FLOAT16 || dtype == BYOM_BFLOAT16;
}

// The constant as a key of an operation whose other operands have the rank `other_rank`: a number where that
// is enough, else an array.
AttrValue constant_key(const byom_tensor& constant, std::int64_t other_rank);

// Elements of a tensor of numbers.
std::int64_t element_count(const byom_tensor& tensor);
// Element 0 as a number.
double first_element(const byom_tensor& tensor);
// A copy.
Literal to_literal(const byom_tensor& tensor);
// "float32", as Keras's dtype keys say it.
const char* keras_dtype_name(std::int32_t dtype);

}  // namespace byom
