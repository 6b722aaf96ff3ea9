// Separators stand between items and nowhere else.
#include "host/support/join.hpp"

#include <map>
#include <vector>

#include <doctest/doctest.h>

using namespace byom;

TEST_CASE("join: the separator stands between items, empty ones included") {
  CHECK(join(std::vector<std::string>{}, ", ").empty());
  CHECK(join(std::vector<std::string>{"a"}, ", ") == "a");
  CHECK(join(std::vector<std::string>{"", "b", ""}, ", ") == ", b, ");
  CHECK(join(std::map<int, std::string>{{2, "two"}, {1, "one"}}, " < ",
             [](const auto& item) { return item.second; }) == "one < two");
  CHECK(join(std::vector<std::string>{"a", "bc"}, "+",
             [](const std::string& text) { return std::to_string(text.size()); }) == "1+2");
}

TEST_CASE("append: the first item stands alone") {
  std::string list;
  append(list, "\n", "one");
  append(list, "\n", "two");
  CHECK(list == "one\ntwo");
}
