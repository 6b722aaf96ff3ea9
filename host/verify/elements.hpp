// The element types that are numbers here: how each is stored, and what number an element is.
#pragma once

#include <cstdint>

#include "host/ir/tensor.hpp"
#include "host/support/half.hpp"

namespace byom::verify {

template <class T>
struct Elements {
  using Stored = T;
  static double number(T stored) { return static_cast<double>(stored); }
};

struct Halves {
  using Stored = std::uint16_t;
  static double number(std::uint16_t bits) { return from_half(bits); }
};

struct Bfloat16s {
  using Stored = std::uint16_t;
  static double number(std::uint16_t bits) { return from_bfloat16(bits); }
};

// Calls `work` with the one of the types above that dtype is. False, and no call, where it is none of them. A
// bool is 0 or 1.
template <class Work>
bool with_elements(std::int32_t dtype, Work&& work) {
  switch (dtype) {
    case BYOM_FLOAT:
      return work(Elements<float>{}), true;
    case BYOM_DOUBLE:
      return work(Elements<double>{}), true;
    case BYOM_FLOAT16:
      return work(Halves{}), true;
    case BYOM_BFLOAT16:
      return work(Bfloat16s{}), true;
    case BYOM_INT8:
      return work(Elements<std::int8_t>{}), true;
    case BYOM_BOOL:
    case BYOM_UINT8:
      return work(Elements<std::uint8_t>{}), true;
    case BYOM_INT16:
      return work(Elements<std::int16_t>{}), true;
    case BYOM_UINT16:
      return work(Elements<std::uint16_t>{}), true;
    case BYOM_INT32:
      return work(Elements<std::int32_t>{}), true;
    case BYOM_UINT32:
      return work(Elements<std::uint32_t>{}), true;
    case BYOM_INT64:
      return work(Elements<std::int64_t>{}), true;
    case BYOM_UINT64:
      return work(Elements<std::uint64_t>{}), true;
    default:
      return false;
  }
}

}  // namespace byom::verify
