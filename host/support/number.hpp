// Numbers that a user or a file wrote.
#pragma once

#include <charconv>
#include <string_view>
#include <system_error>

namespace byom {

// False, and `number` may hold anything, unless the whole text is a number that fits. In the C locale; no
// sign but a minus, no spaces.
template <class Number>
bool read_number(std::string_view text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, number);
  return problem == std::errc() && stopped == end;
}

}  // namespace byom
