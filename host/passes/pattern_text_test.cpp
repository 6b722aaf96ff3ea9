// The grammar of patterns, sentence by sentence, and every way to get it wrong.
#include "host/passes/pattern_text.hpp"

#include <doctest/doctest.h>

#include "host/support/join.hpp"

using namespace byom::passes;

namespace {

std::string text_of(const PatternNumber& number) {
  return number.whole ? std::to_string(number.integer) : std::to_string(number.real);
}

struct ValueText {
  std::string operator()(const PatternNumber& number) const { return text_of(number); }
  std::string operator()(const std::string& string) const { return "'" + string + "'"; }
  template <class T>
  std::string operator()(const std::vector<T>& list) const {
    return "[" + join(list, ",", *this) + "]";
  }
};

// "%0 = Type(x ?w 1 _ %0) {a=1}" for each call, one after the other, then the bound names.
std::string read(std::string_view text) {
  const auto pattern = read_pattern(text);
  if (!pattern) return std::to_string(pattern.error().code) + " " + pattern.error().text;
  std::string all;
  for (std::size_t c = 0; c < pattern->calls.size(); ++c) {
    const Call& call = pattern->calls[c];
    all += "%" + std::to_string(c) + "=" + (call.domain.empty() ? "" : call.domain + "::") + call.type + "(";
    for (std::size_t i = 0; i < call.inputs.size(); ++i) {
      const Term& term = call.inputs[i];
      all += i > 0 ? " " : "";
      if (term.kind == Term::Kind::tensor) all += pattern->bound[term.index];
      if (term.kind == Term::Kind::constant) all += "?" + pattern->bound[term.index];
      if (term.kind == Term::Kind::number) all += text_of(term.number);
      if (term.kind == Term::Kind::absent) all += "_";
      if (term.kind == Term::Kind::call) all += "%" + std::to_string(term.index);
    }
    all += ")";
    for (const PatternAttribute& attribute : call.attributes)
      all += "{" + attribute.name + "=" + std::visit(ValueText{}, attribute.value) + "}";
    all += " ";
  }
  all += "binds";
  for (const std::string& name : pattern->bound) all += " " + name;
  return all;
}

}  // namespace

TEST_CASE("pattern text: nested calls stand before what reads them, names are bound as they appear") {
  CHECK(read("y = Add(MatMul(x, ?w), ?b)") == "%0=MatMul(x ?w) %1=Add(%0 ?b) binds x w b");
  CHECK(read("s = Sigmoid(x)\ny = Mul(x, s)") == "%0=Sigmoid(x) %1=Mul(x %0) binds x");
  CHECK(read("y=Relu(x)") == "%0=Relu(x) binds x");
  CHECK(read("y = Zero()") == "%0=Zero() binds");
}

TEST_CASE("pattern text: statements need nothing between them, and comments may stand anywhere") {
  CHECK(read("a = Relu(x) b = Exp(a) # the rest\n # more\n y = Add(a, b)") ==
        "%0=Relu(x) %1=Exp(%0) %2=Add(%0 %1) binds x");
}

TEST_CASE("pattern text: domains, with ai.onnx spelled or not") {
  CHECK(read("y = acme::Foo(com.acme-x::Bar(x))") == "%0=com.acme-x::Bar(x) %1=acme::Foo(%0) binds x");
  CHECK(read("y = ai.onnx::Foo(x)") == "%0=Foo(x) binds x");
}

TEST_CASE("pattern text: numbers, and inputs that are left out") {
  CHECK(read("y = Pow(x, 2)") == "%0=Pow(x 2) binds x");
  CHECK(read("y = Clip(x, -1.5e1, +0.5)") == "%0=Clip(x -15.000000 0.500000) binds x");
  CHECK(read("y = Clip(x, _, ?most)") == "%0=Clip(x _ ?most) binds x most");
  CHECK(read("y = Clip(x, _, _)") == "%0=Clip(x) binds x");
}

TEST_CASE("pattern text: attributes are numbers, strings, and lists of either") {
  CHECK(read("y = Foo(x) {axis=-1, alpha=0.5, mode=\"a b\", to='it', axes=[1,2], none=[], s=['a',\"b\"]}") ==
        "%0=Foo(x){axis=-1}{alpha=0.500000}{mode='a b'}{to='it'}{axes=[1,2]}{none=[]}{s=['a','b']} binds x");
  CHECK(read("y = Foo(Bar(x) {a=1}) {}") == "%0=Bar(x){a=1} %1=Foo(%0) binds x");
}

TEST_CASE("pattern text: what cannot be read is a plugin's fault, with line and column") {
  CHECK(read("") == "5 line 1, column 1: the text is empty; write at least one statement, name = Type(...)");
  CHECK(read("\n  # nothing\n") ==
        "5 line 3, column 1: the text is empty; write at least one statement, name = Type(...)");
  CHECK(read("Relu(x)") == "5 line 1, column 5: '=' is expected, but here is '('");
  CHECK(read("y = x") == "5 line 1, column 5: a statement makes its name by a call, Type(...)");
  CHECK(read("y = 1.0") == "5 line 1, column 5: a statement makes its name by a call, Type(...)");
  CHECK(read("a = Relu(x)\ny = a") == "5 line 2, column 5: a statement makes its name by a call, Type(...)");
  CHECK(read("y = ") == "5 line 1, column 5: the text ends where an input is expected");
  CHECK(read("y = Add(x, w") == "5 line 1, column 13: ',' or ')' is expected, but the text ends here");
  CHECK(read("y = Add(x w)") == "5 line 1, column 11: ',' or ')' is expected, but here is 'w'");
  CHECK(read("y = Add(x, )") ==
        "5 line 1, column 12: a name, ?name, a number, _ or a call is expected, but here is ')'");
  CHECK(read("y = Add(x, ?)") == "5 line 1, column 12: '?' stands before the name of a constant: ?w");
  CHECK(read("y = Add(x, 1.2.3)") == "5 line 1, column 12: '1.2.3' is not a number");
  CHECK(read("y = acme:Foo(x)") == "5 line 1, column 9: a domain ends with '::', as in acme::Type(...)");
  CHECK(read("y = acme::(x)") == "5 line 1, column 11: the type of an operator is expected, but here is '('");
  CHECK(read("y = Foo(a.b)") == "5 line 1, column 9: 'a.b' is no name; names have letters, digits and '_'");
  CHECK(read("_ = Foo(x)") == "5 line 1, column 1: '_' is an input that is left out, it cannot be a name");
  CHECK(read("y = Foo(x) {a}") == "5 line 1, column 14: '=' is expected, but here is '}'");
  CHECK(read("y = Foo(x) {a=b}") == "5 line 1, column 15: a number is expected, but here is 'b'");
  CHECK(read("y = Foo(x) {a='b}") == "5 line 1, column 15: the string has no end");
  CHECK(read("y = Foo(x) {a=[1,'b']}") == "5 line 1, column 18: a list holds numbers or strings, not both");
  CHECK(read("y = Foo(x) {a=['b',1]}") == "5 line 1, column 20: a list holds numbers or strings, not both");
  CHECK(read("y = Foo(x) {a=1 b=2}") == "5 line 1, column 17: ',' or '}' is expected, but here is 'b'");
  CHECK(read("y = Foo(x) {a=1, a=2}") == "5 line 1, column 18: the attribute 'a' is given twice");
}

TEST_CASE("pattern text: a name means one thing") {
  CHECK(read("y = Add(x, ?x)") ==
        "5 line 1, column 12: 'x' is read as a constant (?x) and as a tensor (x); it can be one of them");
  CHECK(read("a = Relu(x)\na = Exp(x)\ny = Add(a, a)") ==
        "5 line 2, column 1: 'a' is made twice; give one of them another name");
  CHECK(read("y = Add(a, x)\na = Exp(x)") ==
        "5 line 2, column 1: 'a' is made behind the place where it is read; put this statement first");
  CHECK(read("a = Exp(x)\ny = Add(x, ?a)") ==
        "5 line 2, column 12: 'a' is made by a statement, so it is no constant; read it without '?'");
  CHECK(read("a = Exp(x)\ny = Relu(x)") ==
        "5 line 1, column 1: 'a' is read by nothing; only the last statement makes the output");
}

TEST_CASE("pattern text: nesting has an end") {
  std::string deep = "y = ";
  for (int i = 0; i < 70; ++i) deep += "F(";
  CHECK(read(deep) == "5 line 1, column 135: calls are nested too deeply; give inner ones a statement");
}
