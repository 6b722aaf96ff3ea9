// "Did you mean": distances from the literature, and what counts as near.
#include "host/support/nearest.hpp"

#include <doctest/doctest.h>

using namespace byom;

TEST_CASE("Nearest: the textbook's distances") {
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("Saturday", "Sunday") == 3);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("ABC", "abc") == 0);
}

TEST_CASE("Nearest: letters that changed places count once") {
  CHECK(edit_distance("Reul", "Relu") == 1);
  CHECK(edit_distance("abcd", "badc") == 2);
  CHECK(edit_distance("ca", "abc") == 3);  // no letter is changed again after the exchange
  CHECK(nearest("Reul", {"Relu", "Selu", "Mul"}) == std::vector<std::string>{"Relu"});
}

TEST_CASE("Nearest: the best first, equal ones by name, far ones never") {
  const std::vector<std::string> names = {"he_normal", "he_uniform", "zeros", "random_normal"};
  CHECK(nearest("he_norml", names) == std::vector<std::string>{"he_normal"});
  CHECK(nearest("zero", names) == std::vector<std::string>{"zeros"});
  CHECK(nearest("sigmoid", names).empty());
  CHECK(nearest("ba", {"bc", "bb", "xy"}) == std::vector<std::string>{"bb", "bc"});
  CHECK(nearest("aaaa", {"aaab", "aaac", "aaad", "aaae"}, 2) == std::vector<std::string>{"aaab", "aaac"});
  CHECK(nearest("normal", names) == std::vector<std::string>{"he_normal", "random_normal"});
}

TEST_CASE("Nearest: words for a message") {
  CHECK(quoted_list({"a"}, "or") == "'a'");
  CHECK(quoted_list({"a", "b", "c"}, "or") == "'a', 'b' or 'c'");
  CHECK(did_you_mean("zeroes", {"zeros", "ones"}) == " (did you mean 'zeros'?)");
  CHECK(did_you_mean("qqqqqq", {"zeros", "ones"}).empty());
}
