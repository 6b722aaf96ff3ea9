// Signatures and functions are found in Python as people write it.
#include "host/scaffold/python_source.hpp"

#include <doctest/doctest.h>

using namespace byom::scaffold;

namespace {

constexpr const char* source = R"py(import keras

class Steps(keras.layers.Layer):
    """Has def __init__ nowhere."""
    def call(self, x):
        return x

class Slope(keras.layers.Layer):
    def __init__(self, alpha=0.2, beta: float = 1e-3,
                 axes=(1, -1), mode='same, or (not)', keep=True,
                 extra=None, units=4, channels=None or 3, name=None, *, **kwargs):
        super().__init__(**kwargs)

def convert(x):
    y = x

    # a comment of its body
    return y


# not the function's
def convert_more(x): return x
)py";

}  // namespace

TEST_CASE("Python: a constructor's parameters come with their defaults in C++") {
  std::string all;
  for (const Parameter& p : constructor_parameters(source, "Slope")) all += p.name + "=" + p.preset + ";";
  CHECK(all ==
        "alpha=0.2F;beta=1e-3F;axes=std::vector<std::int64_t>{1, -1};mode=\"same, or (not)\";keep=true;"
        "extra=none;units=4;channels=;");
  CHECK(constructor_parameters(source, "Steps").empty());
  CHECK(constructor_parameters(source, "Slop").empty());
}

TEST_CASE("Python: literals that C++ says otherwise, or that are no literals, have no default") {
  const auto preset = [](const std::string& literal) {
    const std::string text = "class A:\n    def __init__(self, a=" + literal + "):\n        pass\n";
    return constructor_parameters(text, "A").at(0).preset;
  };
  for (const char* text : {"-3", "+4"}) CHECK(preset(text) == text);
  for (const char* text : {"1.", ".5", "-2e10", "+1.5E-3"}) CHECK(preset(text) == text + std::string("F"));
  CHECK(preset("[ 1 ,2, ]") == "std::vector<std::int64_t>{1 ,2,}");
  CHECK(preset("\"it's\"") == "\"it's\"");
  for (const std::string text : {"()", "(1.5,)", "[1, [2]]", "(1,,2)", "'a' + 'b'", "'a\\n'", "'", "inf",
                                 "+-1.0", "1e999", "1_000", "x", "-", "1.0.0", "(1)[0]", "[1)"}) {
    CAPTURE(text);
    CHECK(preset(text).empty());
  }
  const std::string many(1000000, 'a');
  CHECK(preset("'" + many + "'") == "\"" + many + "\"");
}

TEST_CASE("Python: a function's text ends with its last statement") {
  CHECK(function_text(source, "convert") ==
        "def convert(x):\n    y = x\n\n    # a comment of its body\n    return y\n");
  CHECK(function_text(source, "convert_more") == "def convert_more(x): return x\n");
  CHECK(function_text(source, "conver").empty());
}

TEST_CASE("Python: a class is found by its whole name") {
  CHECK(has_class(source, "Slope"));
  CHECK_FALSE(has_class(source, "Slop"));
}
