// Lists in texts: items with a separator between them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace byom {

// Adds an item to a list, behind the separator where the list holds something already.
inline void append(std::string& list, std::string_view separator, std::string_view item) {
  if (!list.empty()) list += separator;
  list += item;
}

// All items, with the separator between them; `text` makes a string of one.
template <class Items, class Text = std::identity>
std::string join(const Items& items, std::string_view separator, Text text = {}) {
  std::string list;
  std::string_view between;
  for (const auto& item : items) {
    list += between;
    list += std::invoke(text, item);
    between = separator;
  }
  return list;
}

}  // namespace byom
