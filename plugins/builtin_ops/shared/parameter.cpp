// The chains that turn a constant into a tensor of the model.
#include "plugins/builtin_ops/shared/parameter.hpp"

#include <cmath>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

namespace {

using Elements = Types<float, double, Half, Bfloat16, std::int8_t, std::int16_t, std::int32_t, std::int64_t,
                       std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t, bool>;

// A zero without axes, of `dtype`, that depends on nothing but the model's having an input.
Val zero(Keras& keras, Val any_input, const std::string& role, std::int32_t dtype) {
  const Attrs config = {{"dtype", keras_dtype_name(dtype)}};
  return keras.helper(role + ".zero", "ops.Sum", {},
                      {keras.helper(role + ".zeros", "ops.ZerosLike", config, {any_input})});
}

}  // namespace

Val parameter(const Node&, Keras& keras, const byom_tensor& constant, Val any_input,
              const std::string& role) {
  const std::int64_t n = element_count(constant);
  const Val index = zero(keras, any_input, role, BYOM_INT32);
  const Val row = keras.helper(role, "Embedding", {{"input_dim", 1}, {"output_dim", n}}, {index},
                               {Weight(&constant).reshaped({1, n})});
  if (constant.rank == 1) return row;
  const std::vector<std::int64_t> shape(constant.shape, constant.shape + constant.rank);
  return keras.helper(role + ".value", "ops.Reshape", {{"newshape", shape}}, {row});
}

Result<Val> fixed_constant(const Node&, Keras& keras, const byom_tensor& constant, Val any_input,
                           const std::string& role) {
  const std::int32_t dtype = constant.dtype;
  const bool summed = is_floating(dtype) || dtype == BYOM_INT32 || dtype == BYOM_INT64 || dtype == BYOM_BOOL;
  if (!summed)
    return Node::fail(std::string("it meets a constant of type ") + keras_dtype_name(dtype) +
                      ", which no Keras layer can hold");
  if (constant.dtype != BYOM_BOOL)
    return keras.helper(role, "ops.Add", {{"x2", to_literal(constant)}},
                        {zero(keras, any_input, role, constant.dtype)});
  Literal numbers = to_literal(constant);
  const auto* flags = reinterpret_cast<const bool*>(numbers.bytes.data());
  const std::vector<std::int32_t> integers(flags, flags + numbers.bytes.size());
  return keras.helper(role, "ops.NotEqual", {{"x2", tensor<std::int32_t>(numbers.shape, integers)}},
                      {zero(keras, any_input, role, BYOM_INT32)});
}

Result<Val> operand(const Node& node, Keras& keras, std::size_t i, Val any_input, const std::string& role) {
  const Desc input = node.input(i);
  if (!input.known) return keras.input(i);
  if (is_floating(input.dtype) && element_count(*input.known) > 1)
    return parameter(node, keras, *input.known, any_input, role);
  return fixed_constant(node, keras, *input.known, any_input, role);
}

Result<Val> first_activation(const Node& node, Keras& keras) {
  for (std::size_t i = 0; i < node.inputs(); ++i) {
    const Desc input = node.input(i);
    if (input.present() && !input.known) return keras.input(i);
  }
  return Node::fail("all of its inputs are constants, and it was not computed beforehand");
}

// JSON has no infinities, arrays have.
AttrValue constant_key(const byom_tensor& constant, std::int64_t other_rank) {
  Literal array = to_literal(constant);
  if (element_count(constant) != 1 || constant.rank > other_rank) return array;
  const double number = first_element(constant);
  if (constant.dtype == BYOM_BOOL) return number != 0;
  if (!is_floating(constant.dtype)) return static_cast<std::int64_t>(number);
  if (constant.dtype != BYOM_DOUBLE && std::isfinite(number)) return static_cast<float>(number);
  array.shape.assign(other_rank > 0 && !std::isfinite(number) ? 1 : 0, 1);
  return array;
}

std::int64_t element_count(const byom_tensor& tensor) {
  std::int64_t n = 1;
  for (std::int32_t d = 0; d < tensor.rank; ++d) n *= tensor.shape[d];
  return n;
}

double first_element(const byom_tensor& tensor) {
  double number = 0;
  detail::with_type(Elements{}, tensor.dtype, [&]<class T>(std::type_identity<T>) {
    number = static_cast<double>(widen(*static_cast<const T*>(tensor.data)));
  });
  return number;
}

Literal to_literal(const byom_tensor& tensor) {
  Literal literal{tensor.dtype, {tensor.shape, tensor.shape + tensor.rank}, {}};
  const auto* bytes = static_cast<const std::byte*>(tensor.data);
  literal.bytes.assign(bytes, bytes + tensor.bytes);
  return literal;
}

const char* keras_dtype_name(std::int32_t dtype) {
  constexpr const char* names[] = {"",       "float32", "uint8",  "int8", "uint16",  "int16",
                                   "int32",  "int64",   "string", "bool", "float16", "float64",
                                   "uint32", "uint64",  "",       "",     "bfloat16"};
  return dtype >= 0 && dtype < 17 ? names[dtype] : "";
}

}  // namespace byom
