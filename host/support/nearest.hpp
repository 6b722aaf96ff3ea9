// The known names closest to a misspelled one, for "did you mean".
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace byom {

// Levenshtein's distance, blind to case; two neighbours that changed places count once.
std::size_t edit_distance(std::string_view a, std::string_view b);

// At most `limit` candidates, best first, ties by name; none that differ in more than a third of `word` (one
// letter is always allowed). A candidate that contains `word`, or is contained in it, counts as near.
std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates,
                                 std::size_t limit = 3);

// "'a', 'b' or 'c'", `last` standing before the final one.
std::string quoted_list(const std::vector<std::string>& names, std::string_view last);

// " (did you mean 'a' or 'b'?)", empty when nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

// The same for a file that is missing: files beside it of its kind, as the end of the name tells.
std::string did_you_mean_file(const std::filesystem::path& missing);

}  // namespace byom
