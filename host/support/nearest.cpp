// Misspelled names by distance between letters.
#include "host/support/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <system_error>
#include <utility>

#include "host/support/ascii.hpp"

namespace byom {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  const auto same = [](char x, char y) { return to_lower(x) == to_lower(y); };
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({last[j + 1] + 1, row[j] + 1, last[j] + (same(a[i], b[j]) ? 0 : 1)});
      if (i > 0 && j > 0 && same(a[i], b[j - 1]) && same(a[i - 1], b[j]))
        row[j + 1] = std::min(row[j + 1], before_last[j - 1] + 1);
    }
  }
  return row.back();
}

std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates,
                                 std::size_t limit) {
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    const bool part =
        std::min(word.size(), candidate.size()) >= 4 &&
        (candidate.find(word) != std::string::npos || word.find(candidate) != std::string::npos);
    if (distance <= std::max<std::size_t>(1, word.size() / 3) || part) near.emplace_back(distance, candidate);
  }
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  if (near.size() > limit) near.resize(limit);
  std::vector<std::string> names;
  names.reserve(near.size());
  for (auto& [distance, name] : near) names.push_back(std::move(name));
  return names;
}

std::string quoted_list(const std::vector<std::string>& names, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " " + std::string(last) + " " : std::string(", ");
    text += "'" + names[i] + "'";
  }
  return text;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<std::string> names = nearest(word, candidates);
  return names.empty() ? std::string() : " (did you mean " + quoted_list(names, "or") + "?)";
}

std::string did_you_mean_file(const std::filesystem::path& missing) {
  std::vector<std::string> stems;
  std::error_code ignored;
  const std::filesystem::path folder = missing.has_parent_path() ? missing.parent_path() : ".";
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    if (entry.path().extension() == missing.extension()) stems.push_back(entry.path().stem().string());
  std::vector<std::string> names = nearest(missing.stem().string(), stems);
  for (std::string& name : names) name += missing.extension().string();
  return names.empty() ? std::string() : " (did you mean " + quoted_list(names, "or") + "?)";
}

}  // namespace byom
