// Writes C++ that declares what a table of an installed plugin holds.
#include "host/scaffold/cpp_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

#include "host/ir/attribute.hpp"
#include "host/support/join.hpp"

namespace byom::scaffold {
namespace {

std::string integer(std::int64_t value) {
  return std::to_string(value);
}

std::string real(float value) {
  if (std::isnan(value)) return "NAN";
  if (std::isinf(value)) return value < 0 ? "-INFINITY" : "INFINITY";
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  std::string text(buffer.data(), end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text + "F";
}

template <class T, class Text>
std::string list(const std::string& type, const T* values, std::uint64_t count, Text text) {
  return "std::vector<" + type + ">{" + join(std::span(values, count), ", ", text) + "}";
}

// Nothing for what C++ cannot say in a word (tensors, graphs).
std::optional<std::string> value(const byom_attr& preset) {
  const auto text = [](byom_str s) { return cpp_string(ir::to_string(s)); };
  switch (preset.type) {
    case BYOM_ATTR_INT: {
      const std::int64_t number = preset.v.i[0];
      const bool small = std::abs(number) <= std::numeric_limits<std::int32_t>::max();
      return small ? integer(number) : "std::int64_t{" + integer(number) + "}";
    }
    case BYOM_ATTR_FLOAT:
      return real(preset.v.f[0]);
    case BYOM_ATTR_STRING:
      return text(preset.v.s[0]);
    case BYOM_ATTR_INTS:
      return list("std::int64_t", preset.v.i, preset.count, integer);
    case BYOM_ATTR_FLOATS:
      return list("float", preset.v.f, preset.count, real);
    case BYOM_ATTR_STRINGS:
      return list("std::string", preset.v.s, preset.count, text);
    default:
      return std::nullopt;
  }
}

const char* type_constant(std::int32_t type) {
  switch (type) {
    case BYOM_ATTR_FLOAT:
      return "BYOM_ATTR_FLOAT";
    case BYOM_ATTR_INT:
      return "BYOM_ATTR_INT";
    case BYOM_ATTR_STRING:
      return "BYOM_ATTR_STRING";
    case BYOM_ATTR_TENSOR:
      return "BYOM_ATTR_TENSOR";
    case BYOM_ATTR_GRAPH:
      return "BYOM_ATTR_GRAPH";
    case BYOM_ATTR_FLOATS:
      return "BYOM_ATTR_FLOATS";
    case BYOM_ATTR_INTS:
      return "BYOM_ATTR_INTS";
    case BYOM_ATTR_STRINGS:
      return "BYOM_ATTR_STRINGS";
    default:
      return nullptr;
  }
}

// One declaration of a formal, and the versions in which it reads like this.
struct Declared {
  std::string name, statement;       // without "s" and ";"
  bool live = true;                  // false: the skeleton cannot serve it yet, it stands in a comment
  std::int64_t from = 0, until = 0;  // 0: from the first, up to the newest
};

Declared input(const byom_formal& formal) {
  const std::string name = ir::to_string(formal.name);
  std::string text = ".input(" + cpp_string(name) + ", " + cpp_string(ir::to_string(formal.types)) + ", " +
                     cpp_string(ir::to_string(formal.doc)) + ")";
  if (formal.flags & BYOM_OPTIONAL) text += ".optional()";
  if (formal.flags & BYOM_VARIADIC) text += ".variadic()";
  if (formal.flags & BYOM_SHAPE_LIKE) text += ".shape_like()";
  if (formal.flags & BYOM_INDEX) text += ".index()";
  return {name, text, (formal.flags & BYOM_OPTIONAL) != 0};
}

Declared attribute(const byom_formal& formal) {
  const std::string name = ir::to_string(formal.name), doc = cpp_string(ir::to_string(formal.doc));
  const bool has_default = !(formal.preset.flags & BYOM_NO_DEFAULT);
  const bool optional = (formal.flags & BYOM_OPTIONAL) != 0;
  const auto preset = has_default ? value(formal.preset) : std::nullopt;
  if (preset) return {name, ".attr(" + cpp_string(name) + ", " + *preset + ", " + doc + ")"};
  const char* type = type_constant(formal.preset.type);
  std::string text =
      ".attr_of(" + std::string(type != nullptr ? type : "0") + ", " + cpp_string(name) + ", " + doc + ")";
  if (optional) text += ".optional()";
  return {name, text, optional && type != nullptr && !has_default};
}

// The formals of all versions: one that reads the same in neighbouring versions is declared once.
template <class Formals, class Declare>
std::vector<Declared> over_versions(const registry::Op& op, Formals formals, Declare declare) {
  std::vector<Declared> all;
  for (std::size_t v = 0; v < op.schemas.size(); ++v) {
    for (const byom_formal& formal : formals(op.schemas[v])) {
      Declared now = declare(formal);
      bool goes_on = false;
      for (Declared& earlier : all)
        if (earlier.name == now.name && earlier.statement == now.statement &&
            earlier.until == op.schemas[v].since - 1) {
          earlier.until = v + 1 < op.schemas.size() ? op.schemas[v + 1].since - 1 : 0;
          goes_on = true;
        }
      if (goes_on) continue;
      now.from = v == 0 ? 0 : op.schemas[v].since;
      now.until = v + 1 < op.schemas.size() ? op.schemas[v + 1].since - 1 : 0;
      all.push_back(std::move(now));
    }
  }
  return all;
}

std::string line(const Declared& declared, const std::string& why) {
  std::string text = declared.live ? "  s" : "  // TODO, " + why + ": s";
  text += declared.statement;
  if (declared.from > 0) text += ".from(" + integer(declared.from) + ")";
  if (declared.until > 0) text += ".until(" + integer(declared.until) + ")";
  return text + ";\n";
}

void declare(const Declared& declared, const std::string& why, KnownSchema& known) {
  known.lines += line(declared, why);
  if (declared.live) known.names.insert(declared.name);
}

void declare_inputs(const registry::Op& op, KnownSchema& known) {
  const auto formals = [](const byom_schema& schema) {
    return std::span(schema.inputs, schema.n_inputs).subspan(schema.n_inputs > 0 ? 1 : 0);
  };
  bool live = true;  // what follows an input that is left out cannot be declared: its place would be wrong
  for (Declared& declared : over_versions(op, formals, input)) {
    live = live && declared.live;
    declared.live = live;
    declare(declared, "an input more", known);
  }
}

}  // namespace

std::string cpp_string(const std::string& text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') literal += '\\';
    literal += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return literal + '"';
}

KnownSchema known_schema(const registry::Op& op) {
  KnownSchema known;
  known.since = join(op.schemas, ", ", [](const byom_schema& schema) { return integer(schema.since); });
  if (op.schemas.empty()) return known;
  const byom_schema& newest = op.schemas.back();
  if (newest.n_inputs > 0) known.input = ir::to_string(newest.inputs[0].name);
  if (newest.n_outputs > 0) known.output = ir::to_string(newest.outputs[0].name);
  declare_inputs(op, known);
  const auto attributes = [](const byom_schema& schema) { return std::span(schema.attrs, schema.n_attrs); };
  for (const Declared& declared : over_versions(op, attributes, attribute))
    declare(declared, "required in examples and models", known);
  return known;
}

std::string accessor(const registry::Op& op, const std::string& attribute) {
  if (op.schemas.empty()) return "";
  const byom_schema& newest = op.schemas.back();
  for (const byom_formal& formal : std::span(newest.attrs, newest.n_attrs)) {
    if (ir::to_string(formal.name) != attribute || (formal.preset.flags & BYOM_NO_DEFAULT)) continue;
    const std::string call = "(" + cpp_string(attribute) + ")";
    if (formal.preset.type == BYOM_ATTR_FLOAT) return "node.real" + call;
    if (formal.preset.type == BYOM_ATTR_INT) return "node.integer" + call;
    if (formal.preset.type == BYOM_ATTR_STRING) return "node.string" + call;
    if (formal.preset.type == BYOM_ATTR_INTS) return "node.integers" + call;
    if (formal.preset.type == BYOM_ATTR_FLOATS) return "node.reals" + call;
  }
  return "";
}

}  // namespace byom::scaffold
