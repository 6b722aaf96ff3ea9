// Keras's operations of two tensors, of which the second may be a constant of the configuration.
#pragma once

#include <string>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"

namespace byom {

// x1, x2 -> outputs, with x2 as a tensor or as a key.
Schema binary_operation_schema(const std::string& name, std::string_view doc, const char* types);

// Shape and type rule; `out_dtype` 0: the type of x1.
Result<Descs> infer_binary_operation(const Node& node, std::int32_t out_dtype = 0);

// The extents of the last operand: the input behind `first`, or the key x2.
Result<Shape> keyed_shape(const Node& node, std::size_t first);

// The operand itself: the input behind `first`, or the key x2 in the type of input `first`, which `held`
// keeps.
Result<byom_tensor> keyed_operand(const Node& node, const Io& io, std::size_t first, Literal& held);

// outputs = f(x1, x2) for the types in List; U as in combine().
template <class List, class U = void, class F>
Result<Done> combine_operands(const Node& node, Io& io, F f) {
  Literal held;
  BYOM_TRY(const byom_tensor x2, keyed_operand(node, io, 0, held));
  return combine<List, U>(io.raw_in(0), x2, io.raw_out(0), f);
}

}  // namespace byom
