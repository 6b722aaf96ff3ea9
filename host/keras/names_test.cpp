// Tests of the names that Keras accepts.
#include "host/keras/names.hpp"

#include <doctest/doctest.h>

using namespace byom::keras;

TEST_CASE("safe_name: what is safe stays, slashes and colons become dots, the rest an underscore") {
  CHECK(safe_name("LAYER_12.bias-x", "f") == "LAYER_12.bias-x");
  CHECK(safe_name("188", "f") == "188");
  CHECK(safe_name("a/b:0", "f") == "a.b.0");
  CHECK(safe_name("a b\xC3\xA9\n", "f") == "a_b___");
}

TEST_CASE("safe_name: leading punctuation goes, and nothing left gives the fallback") {
  CHECK(safe_name("/conv/out", "f") == "conv.out");
  CHECK(safe_name("_-.x_", "f") == "x_");
  CHECK(safe_name("", "input") == "input");
  CHECK(safe_name("//\xF0\x9F", "input") == "input");
}

TEST_CASE("UniqueNames: the second of a name gets a number that nobody has") {
  UniqueNames names({"reserved"});
  CHECK(names.take("x_1") == "x_1");
  CHECK(names.take("x") == "x");
  CHECK(names.take("x") == "x_2");
  CHECK(names.take("X") == "X");
  CHECK(names.take("reserved") == "reserved_1");
}

// Expected values are those of Keras 3.15's own function.
TEST_CASE("snake_case: as Keras names its groups of weights") {
  CHECK(snake_case("InputLayer") == "input_layer");
  CHECK(snake_case("HTTPServer2D") == "http_server2d");
  CHECK(snake_case("PReLUish") == "p_re_l_uish");
  CHECK(snake_case("Ab1DCdEF") == "ab1d_cd_ef");
  CHECK(snake_case("ABC") == "abc");
  CHECK(snake_case("X") == "x");
  CHECK(snake_case("Wave2DTranspose") == "wave2d_transpose");
  CHECK(snake_case("My_Class") == "my__class");
  CHECK(snake_case("aB") == "a_b");
  CHECK(snake_case("RNNCellX") == "rnn_cell_x");
  CHECK(snake_case("ELUx") == "el_ux");
  CHECK(snake_case("A-b C") == "ab_c");
}
