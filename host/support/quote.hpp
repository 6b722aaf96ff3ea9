// Text from a file as messages may show it: in quotes, escaped, and cut to a readable length.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace byom {

// Control characters, quotes, backslashes, bytes that are not UTF-8 and characters that reorder a line are
// escaped; at most `limit` bytes of `text` are shown, then "...".
std::string escaped(std::string_view text, std::size_t limit = 256);
// The same in single quotes: 'conv1'. Call it as byom::quoted: std::quoted is found for std::string, too.
std::string quoted(std::string_view text, std::size_t limit = 256);

}  // namespace byom
