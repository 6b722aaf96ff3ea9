// Elements of which only the size matters.
#pragma once

#include <cstddef>
#include <cstdint>

namespace byom::kernels {

/// May stand for an element of any type of its size, such as a float, without breaking C++'s aliasing rule.
template <class T>
struct __attribute__((may_alias)) Bits {
  T value;
};

/// Calls body(Bits<T>{}) with the T of that size; nothing for sizes other than 1, 2, 4 and 8.
template <class Body>
void with_bits(std::size_t element_size, Body&& body) {
  switch (element_size) {
    case 1:
      return body(Bits<std::uint8_t>{});
    case 2:
      return body(Bits<std::uint16_t>{});
    case 4:
      return body(Bits<std::uint32_t>{});
    case 8:
      return body(Bits<std::uint64_t>{});
  }
}

}  // namespace byom::kernels
