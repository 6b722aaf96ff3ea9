// A recursive-descent parser, one function a rule of the grammar.
#include "host/passes/pattern_text.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "host/support/ascii.hpp"
#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"
#include "host/support/number.hpp"
#include "host/support/quote.hpp"

namespace byom::passes {

namespace {

constexpr int deepest_nesting = 64;

bool begins_word(char c) {
  return is_letter(c) || c == '_';
}
bool in_word(char c) {
  return is_letter_or_digit(c) || c == '_' || c == '.' || c == '-';
}
bool begins_number(char c) {
  return is_digit(c) || c == '-' || c == '+' || c == '.';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<PatternText> read() {
    skip_space();
    if (at_end()) return wrong(at_, "the text is empty; write at least one statement, name = Type(...)");
    while (!at_end()) BYOM_CHECK_OK(statement());
    for (const auto& [name, made] : made_)
      if (!read_.contains(name) && made.call + 1 != pattern_.calls.size())
        return wrong(made.at,
                     byom::quoted(name) + " is read by nothing; only the last statement makes the output");
    return std::move(pattern_);
  }

 private:
  struct Made {
    std::size_t call, at;
  };
  struct Bound {
    std::size_t index;
    Term::Kind kind;
  };

  Result<Done> statement() {
    const std::size_t begin = at_;
    BYOM_TRY(const std::string name, plain_name("a statement, name = Type(...)"));
    if (made_.contains(name))
      return wrong(begin, byom::quoted(name) + " is made twice; give one of them another name");
    if (bound_.contains(name))
      return wrong(
          begin, byom::quoted(name) + " is made behind the place where it is read; put this statement first");
    BYOM_CHECK_OK(expect('='));
    const std::size_t value = at_;
    BYOM_TRY(const Term term, this->term(0));
    if (term.kind != Term::Kind::call || call_begin_ != value)
      return wrong(value, "a statement makes its name by a call, Type(...)");
    made_[name] = {term.index, begin};
    return done;
  }

  Result<Term> term(int depth) {
    if (depth > deepest_nesting)
      return wrong(at_, "calls are nested too deeply; give inner ones a statement");
    const std::size_t begin = at_;
    Term term;
    if (at_end()) return wrong(at_, "the text ends where an input is expected");
    if (peek() == '?') {
      ++at_;
      if (at_end() || !begins_word(peek()))
        return wrong(begin, "'?' stands before the name of a constant: ?w");
      BYOM_TRY(const std::string name, plain_name("the name of a constant"));
      return bind(name, Term::Kind::constant, begin);
    }
    if (begins_number(peek())) {
      BYOM_TRY(term.number, number());
      term.kind = Term::Kind::number;
      return term;
    }
    BYOM_TRY(const std::string name, word("a name, ?name, a number, _ or a call"));
    if (name == "_") return term;
    if (!at_end() && (peek() == '(' || peek() == ':')) return call(name, begin, depth);
    if (name.find_first_of(".-") != std::string::npos) return wrong(begin, bad_name(name));
    if (const auto made = made_.find(name); made != made_.end()) {
      read_.insert(name);
      term.kind = Term::Kind::call;
      term.index = made->second.call;
      return term;
    }
    return bind(name, Term::Kind::tensor, begin);
  }

  Result<Term> bind(const std::string& name, Term::Kind kind, std::size_t begin) {
    if (made_.contains(name))
      return wrong(begin,
                   byom::quoted(name) + " is made by a statement, so it is no constant; read it without '?'");
    const auto [found, added] = bound_.emplace(name, Bound{pattern_.bound.size(), kind});
    if (added) pattern_.bound.push_back(name);
    if (found->second.kind != kind)
      return wrong(begin, byom::quoted(name) + " is read as a constant (?" + name + ") and as a tensor (" +
                              name + "); it can be one of them");
    Term term;
    term.kind = kind;
    term.index = found->second.index;
    return term;
  }

  // Behind the first word of [domain "::"] Type "(" ... ")" ["{" ... "}"].
  Result<Term> call(std::string name, std::size_t begin, int depth) {
    Call call;
    call.where = place(begin);
    if (peek() == ':') {
      if (text_.substr(at_, 2) != "::") return wrong(at_, "a domain ends with '::', as in acme::Type(...)");
      at_ += 2;
      call.domain = name == "ai.onnx" ? "" : std::move(name);
      BYOM_TRY(name, word("the type of an operator"));
    }
    call.type = std::move(name);
    BYOM_CHECK_OK(expect('('));
    while (!take(')')) {
      if (!call.inputs.empty()) BYOM_CHECK_OK(expect(',', "',' or ')'"));
      BYOM_TRY(const Term input, term(depth + 1));
      call.inputs.push_back(input);
    }
    while (!call.inputs.empty() && call.inputs.back().kind == Term::Kind::absent) call.inputs.pop_back();
    if (take('{')) BYOM_CHECK_OK(attributes(call));
    call_begin_ = begin;
    Term term;
    term.kind = Term::Kind::call;
    term.index = pattern_.calls.size();
    pattern_.calls.push_back(std::move(call));
    return term;
  }

  Result<Done> attributes(Call& call) {
    while (!take('}')) {
      if (!call.attributes.empty()) BYOM_CHECK_OK(expect(',', "',' or '}'"));
      const std::size_t begin = at_;
      PatternAttribute attribute;
      BYOM_TRY(attribute.name, plain_name("the name of an attribute"));
      if (std::ranges::find(call.attributes, attribute.name, &PatternAttribute::name) !=
          call.attributes.end())
        return wrong(begin, "the attribute " + byom::quoted(attribute.name) + " is given twice");
      BYOM_CHECK_OK(expect('='));
      BYOM_CHECK_OK(value(attribute));
      call.attributes.push_back(std::move(attribute));
    }
    return done;
  }

  Result<Done> value(PatternAttribute& attribute) {
    if (!take('[')) {
      if (quote_next()) {
        BYOM_TRY(attribute.value, string());
      } else {
        BYOM_TRY(attribute.value, number());
      }
      return done;
    }
    std::vector<PatternNumber> numbers;
    std::vector<std::string> strings;
    while (!take(']')) {
      if (!numbers.empty() || !strings.empty()) BYOM_CHECK_OK(expect(',', "',' or ']'"));
      if (strings.empty() && !quote_next()) {
        BYOM_TRY(const PatternNumber item, number());
        numbers.push_back(item);
      } else {
        if (!numbers.empty() || !quote_next()) return wrong(at_, "a list holds numbers or strings, not both");
        BYOM_TRY(std::string item, string());
        strings.push_back(std::move(item));
      }
    }
    if (strings.empty())
      attribute.value = std::move(numbers);
    else
      attribute.value = std::move(strings);
    return done;
  }

  Result<PatternNumber> number() {
    const std::size_t begin = at_;
    if (at_end() || !begins_number(peek())) return wrong(at_, "a number is expected" + found());
    std::size_t end = at_;
    while (end < text_.size() && (in_word(text_[end]) || text_[end] == '+')) ++end;
    const std::string_view digits = text_.substr(begin, end - begin);
    const std::string_view plain = digits.substr(digits.front() == '+' ? 1 : 0);
    PatternNumber literal;
    if (!read_number(plain, literal.real)) return wrong(begin, byom::quoted(digits) + " is not a number");
    literal.whole = read_number(plain, literal.integer);
    at_ = end;
    skip_space();
    return literal;
  }

  Result<std::string> string() {
    const std::size_t begin = at_;
    const std::size_t end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) return wrong(begin, "the string has no end");
    at_ = end + 1;
    skip_space();
    return std::string(text_.substr(begin + 1, end - begin - 1));
  }

  // Letters, digits, '_', and, for domains, '.' and '-'.
  Result<std::string> word(const std::string& what) {
    if (at_end() || !begins_word(peek())) return wrong(at_, what + " is expected" + found());
    const std::size_t begin = at_;
    while (!at_end() && in_word(peek())) ++at_;
    const std::string_view text = text_.substr(begin, at_ - begin);
    skip_space();
    return std::string(text);
  }

  Result<std::string> plain_name(const std::string& what) {
    const std::size_t begin = at_;
    BYOM_TRY(std::string name, word(what));
    if (name == "_") return wrong(begin, "'_' is an input that is left out, it cannot be a name");
    if (name.find_first_of(".-") != std::string::npos) return wrong(begin, bad_name(name));
    return name;
  }

  static std::string bad_name(const std::string& name) {
    return byom::quoted(name) + " is no name; names have letters, digits and '_'";
  }

  Result<Done> expect(char c, const std::string& what = "") {
    if (take(c)) return done;
    return wrong(at_, (what.empty() ? "'" + std::string(1, c) + "'" : what) + " is expected" + found());
  }

  bool take(char c) {
    if (at_end() || peek() != c) return false;
    ++at_;
    skip_space();
    return true;
  }

  void skip_space() {
    while (!at_end()) {
      if (peek() == '#')
        while (!at_end() && peek() != '\n') ++at_;
      else if (is_space(peek()))
        ++at_;
      else
        return;
    }
  }

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek() const { return text_[at_]; }
  [[nodiscard]] bool quote_next() const { return !at_end() && (peek() == '"' || peek() == '\''); }
  [[nodiscard]] std::string found() const {
    return at_end() ? ", but the text ends here" : ", but here is " + byom::quoted(text_.substr(at_, 1));
  }

  [[nodiscard]] std::string place(std::size_t at) const {
    const std::string_view before = text_.substr(0, at);
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(at - begin + 1);
  }

  [[nodiscard]] Error wrong(std::size_t at, const std::string& text) const {
    return fail(exit_plugin, place(at) + ": " + text);
  }

  std::string_view text_;
  std::size_t at_ = 0, call_begin_ = 0;
  PatternText pattern_;
  std::map<std::string, Made> made_;
  std::map<std::string, Bound> bound_;
  std::set<std::string> read_;  // of made_
};

}  // namespace

Result<PatternText> read_pattern(std::string_view text) {
  return Parser(text).read();
}

}  // namespace byom::passes
