// Names that follow from an operator's, and those that are refused.
#include "host/scaffold/names.hpp"

#include <doctest/doctest.h>

using namespace byom::scaffold;

TEST_CASE("Names: files are in snake case, classes end with Layer") {
  CHECK(snake_case("ReduceProd") == "reduce_prod");
  CHECK(snake_case("LRN") == "lrn");
  CHECK(snake_case("GRUCell") == "gru_cell");
  CHECK(snake_case("Conv2D") == "conv2d");
  CHECK(snake_case("my_op") == "my_op");
  CHECK(layer_class("Erf") == "ErfLayer");
  CHECK(layer_class("swish") == "SwishLayer");
}

TEST_CASE("Names: what C++, Python or CMake cannot take is refused") {
  CHECK(plugin_name_problem("acme_ops").empty());
  CHECK(
      plugin_name_problem("acme-ops") ==
      "a plugin cannot be called 'acme-ops': small letters, digits and '_', a letter first, such as my_ops.");
  CHECK_FALSE(plugin_name_problem("Acme").empty());
  CHECK_FALSE(plugin_name_problem("").empty());
  CHECK_FALSE(plugin_name_problem("../acme").empty());
  CHECK(plugin_name_problem("test") ==
        "a plugin cannot be called 'test', which is a target of every CMake build; try 'test_ops'.");
  CHECK(operator_problem("com.acme::Swish").empty());
  CHECK(operator_problem("two words") ==
        "--op takes the type of an ONNX node, such as MyOp or acme::MyOp, not 'two words'.");
  CHECK_FALSE(operator_problem("::Swish").empty());
}
