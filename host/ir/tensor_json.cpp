// Numbers with no more digits than they need.
#include "host/ir/tensor_json.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "host/ir/attribute.hpp"
#include "host/support/half.hpp"

namespace byom::ir {

using Json = nlohmann::ordered_json;

// Readers go through double, so a decimal that would be rounded twice is replaced by the exact value.
double with_few_digits(float number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  double read = 0;
  std::from_chars(digits.data(), end, read);
  return static_cast<float>(read) == number ? read : static_cast<double>(number);
}

Json number_json(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  return number;
}

namespace {

template <class T>
Json element_json(const Tensor& tensor, std::size_t i) {
  const T element = tensor.elements<T>()[i];
  if constexpr (std::is_same_v<T, byom_str>)
    return to_string(element);
  else if constexpr (std::is_same_v<T, float>)
    return number_json(std::isfinite(element) ? with_few_digits(element) : static_cast<double>(element));
  else if constexpr (std::is_same_v<T, double>)
    return number_json(element);
  else
    return element;
}

Json element_json(const Tensor& tensor, std::size_t i) {
  switch (tensor.dtype) {
    case BYOM_FLOAT:
      return element_json<float>(tensor, i);
    case BYOM_DOUBLE:
      return element_json<double>(tensor, i);
    case BYOM_FLOAT16:
      return number_json(from_half(tensor.elements<std::uint16_t>()[i]));
    case BYOM_BFLOAT16:
      return number_json(from_bfloat16(tensor.elements<std::uint16_t>()[i]));
    case BYOM_UINT8:
      return element_json<std::uint8_t>(tensor, i);
    case BYOM_INT8:
      return element_json<std::int8_t>(tensor, i);
    case BYOM_UINT16:
      return element_json<std::uint16_t>(tensor, i);
    case BYOM_INT16:
      return element_json<std::int16_t>(tensor, i);
    case BYOM_INT32:
      return element_json<std::int32_t>(tensor, i);
    case BYOM_INT64:
      return element_json<std::int64_t>(tensor, i);
    case BYOM_UINT32:
      return element_json<std::uint32_t>(tensor, i);
    case BYOM_UINT64:
      return element_json<std::uint64_t>(tensor, i);
    case BYOM_BOOL:
      return tensor.elements<std::uint8_t>()[i] != 0;
    case BYOM_STRING:
      return element_json<byom_str>(tensor, i);
    default:
      return nullptr;
  }
}

Json nested_json(const Tensor& tensor, std::size_t axis, std::size_t& next) {
  if (axis == tensor.shape.size()) return element_json(tensor, next++);
  Json list = Json::array();
  for (std::int64_t i = 0; i < tensor.shape[axis]; ++i) list.push_back(nested_json(tensor, axis + 1, next));
  return list;
}

}  // namespace

Json elements_json(const Tensor& tensor) {
  std::size_t next = 0;
  return nested_json(contiguous(tensor), 0, next);
}

}  // namespace byom::ir
