// Names that every version of Keras accepts.
#include "host/keras/names.hpp"

#include <algorithm>

#include "host/support/ascii.hpp"

namespace byom::keras {
namespace {

bool is_word(char c) {
  return is_letter_or_digit(c) || c == '_';
}
char safe_letter(char c) {
  if (is_word(c) || c == '.' || c == '-') return c;
  return c == '/' || c == ':' ? '.' : '_';
}

}  // namespace

std::string safe_name(std::string_view name, std::string_view fallback) {
  const auto first = std::find_if(name.begin(), name.end(), is_letter_or_digit);
  if (first == name.end()) return std::string(fallback);
  std::string safe(first, name.end());
  std::transform(safe.begin(), safe.end(), safe.begin(), safe_letter);
  return safe;
}

std::string UniqueNames::take(const std::string& wanted) {
  std::string name = wanted;
  for (int i = 1; !taken_.insert(name).second; ++i) name = wanted + "_" + std::to_string(i);
  return name;
}

// The three substitutions of Keras's own function, applied one after the other.
std::string snake_case(std::string_view class_name) {
  std::string word;
  std::copy_if(class_name.begin(), class_name.end(), std::back_inserter(word), is_word);
  // (.)([A-Z][a-z]+) -> \1_\2: matches do not overlap, and the letter before the capital is part of the
  // match.
  std::string parted;
  for (std::size_t i = 0; i < word.size();) {
    parted += word[i++];
    if (i + 1 >= word.size() || !is_upper(word[i]) || !is_lower(word[i + 1])) continue;
    parted += '_';
    parted += word[i++];
    while (i < word.size() && is_lower(word[i])) parted += word[i++];
  }
  std::string snake;
  for (std::size_t i = 0; i < parted.size(); ++i) {
    if (i > 0 && is_upper(parted[i]) && is_lower(parted[i - 1])) snake += '_';
    snake += to_lower(parted[i]);
  }
  return snake;
}

}  // namespace byom::keras
