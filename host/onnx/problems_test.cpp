// Tests of collected problems.
#include "host/onnx/problems.hpp"

#include <doctest/doctest.h>

using byom::onnx::Problems;

TEST_CASE("one problem stands behind the file's name, several stand below it") {
  Problems problems;
  CHECK(problems.empty());
  problems.add(byom::exit_limit, "first");
  CHECK(problems.error("m.onnx").text == "'m.onnx': first");
  CHECK(problems.error("m.onnx").code == byom::exit_limit);
  problems.add(byom::exit_limit, "second");
  CHECK(problems.error("m.onnx").text == "'m.onnx': 2 problems\n  first\n  second");
  CHECK(problems.error("m.onnx").code == byom::exit_limit);
  problems.add(byom::exit_unsupported, "third");
  CHECK(problems.error("m.onnx").code == byom::exit_input);
  problems.add(byom::exit_unsupported, "fourth");
  CHECK(problems.error("m.onnx").code == byom::exit_input);
}

TEST_CASE("the first of warnings of a kind is kept with its place") {
  Problems problems;
  problems.warn("odd", " (first in a)");
  problems.warn("odd", " (first in b)");
  problems.warn("strange");
  CHECK(problems.warnings() == std::vector<std::string>{"odd (first in a)", "strange"});
  CHECK(problems.empty());
}
