// "1 input", "2 inputs": numbers of things in messages.
#pragma once

#include <cstdint>
#include <string>

namespace byom {

// `noun` is one whose plural ends with s.
inline std::string counted(std::uint64_t n, const std::string& noun) {
  return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}

}  // namespace byom
