// JSON as a flat list of values that know where they stand: one pass, no tree, no copy of plain texts.
#pragma once

#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

namespace byom::registry {

struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, number, text, list, object };

  std::string_view key;      // its name in the object round it; empty in a list
  std::string_view text;     // of a text: what it says; of anything else: as it is written
  std::uint32_t place = 0;   // where its key begins, or the value where it has none
  std::uint32_t end = 0;     // index behind what is in it, which begins at the index after its own
  std::uint32_t parent = 0;  // index of the list or object round it; the root's is its own
  Kind kind = Kind::null;
};

struct JsonValues {
  enum class Outcome : std::uint8_t { whole, not_json, too_deep, key_twice };
  static constexpr int deepest_nesting = 64;

  Outcome outcome = Outcome::not_json;
  std::vector<JsonValue> list;  // the root first, all others in the order of the text
  std::uint32_t stopped = 0;    // unless whole: where the reading stopped, or the first key that comes again
  std::string_view key_twice;
  std::forward_list<std::string> decoded;  // texts with escapes or beyond ASCII, which the views show
};

// The views of the answer show `text`, which has to outlive it and is smaller than 4 GiB. Accepts nothing
// that nlohmann::json refuses.
JsonValues read_json(std::string_view text);

}  // namespace byom::registry
