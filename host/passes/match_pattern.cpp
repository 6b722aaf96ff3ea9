// The pattern is walked from its last call back to what it binds, beside the graph.
#include "host/passes/match_pattern.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "host/registry/infer_node.hpp"
#include "host/support/half.hpp"

namespace byom::passes {

namespace {

std::size_t at(ir::ValueId id) {
  return static_cast<std::size_t>(id);
}

// Equal as far as the tensor's type can tell: the number rounded to that type is the element.
bool is_number(const ir::Tensor& constant, const PatternNumber& number) {
  if (constant.count() != 1) return false;
  const ir::Tensor plain = ir::contiguous(constant);
  const auto near = [&](double value, int bits) {
    return std::fabs(value - number.real) <= std::ldexp(std::fabs(number.real), -bits);
  };
  switch (plain.dtype) {
    case BYOM_FLOAT:
      return plain.elements<float>()[0] == static_cast<float>(number.real);
    case BYOM_DOUBLE:
      return plain.elements<double>()[0] == number.real;
    case BYOM_FLOAT16:
      return near(from_half(plain.elements<std::uint16_t>()[0]), 11);
    case BYOM_BFLOAT16:
      return near(from_bfloat16(plain.elements<std::uint16_t>()[0]), 8);
    default:
      if (!ir::is_integer(plain.dtype)) return false;
      return number.whole ? ir::integers(plain)[0] == number.integer
                          : static_cast<double>(ir::integers(plain)[0]) == number.real;
  }
}

struct Equal {
  const PatternAttribute& wanted;

  static bool same(float a, const PatternNumber& b) { return a == static_cast<float>(b.real); }
  static bool same(std::int64_t a, const PatternNumber& b) { return b.whole && a == b.integer; }
  static bool same(const std::string& a, const std::string& b) { return a == b; }

  template <class Wanted, class T>
  bool one(const T& a) const {
    const auto* b = std::get_if<Wanted>(&wanted.value);
    return b && same(a, *b);
  }
  template <class Wanted, class T>
  bool list(const std::vector<T>& a) const {
    if (const auto* empty = std::get_if<std::vector<PatternNumber>>(&wanted.value); empty && empty->empty())
      return a.empty();
    const auto* b = std::get_if<std::vector<Wanted>>(&wanted.value);
    return b && std::ranges::equal(a, *b, [](const T& x, const Wanted& y) { return same(x, y); });
  }
  bool operator()(float a) const { return one<PatternNumber>(a); }
  bool operator()(std::int64_t a) const { return one<PatternNumber>(a); }
  bool operator()(const std::string& a) const { return one<std::string>(a); }
  bool operator()(const std::vector<float>& a) const { return list<PatternNumber>(a); }
  bool operator()(const std::vector<std::int64_t>& a) const { return list<PatternNumber>(a); }
  bool operator()(const std::vector<std::string>& a) const { return list<std::string>(a); }
  template <class T>
  bool operator()(const T&) const {
    return false;  // tensors and bodies have no spelling in a pattern
  }
};

const byom_formal* attribute_formal(const byom_schema& schema, const std::string& name) {
  const auto* end = schema.attrs + schema.n_attrs;
  const auto* found =
      std::find_if(schema.attrs, end, [&](const byom_formal& f) { return ir::to_string(f.name) == name; });
  return found == end ? nullptr : found;
}

std::optional<ir::Attribute> default_of(const byom_schema& schema, const std::string& name) {
  const byom_formal* formal = attribute_formal(schema, name);
  if (!formal || (formal->preset.flags & BYOM_NO_DEFAULT)) return std::nullopt;
  return ir::from_view(formal->preset);
}

bool attributes_match(const ir::Node& node, const byom_schema& schema, const Call& call) {
  for (const PatternAttribute& wanted : call.attributes) {
    const ir::Attribute* given = ir::find_attribute(node, wanted.name);
    const auto value = given ? std::optional(*given) : default_of(schema, wanted.name);
    if (!value || !std::visit(Equal{wanted}, value->value)) return false;
  }
  return std::ranges::all_of(node.attributes, [&](const ir::Attribute& given) {
    if (std::ranges::count(call.attributes, given.name, &PatternAttribute::name) > 0) return true;
    const auto usual = default_of(schema, given.name);
    return usual && ir::same_value(given, *usual);
  });
}

bool only_first_output(const ir::Node& node) {
  return !node.outputs.empty() && node.outputs[0] != ir::absent &&
         std::all_of(node.outputs.begin() + 1, node.outputs.end(),
                     [](ir::ValueId id) { return id == ir::absent; });
}

}  // namespace

// One try at one place.
class Attempt {
 public:
  Attempt(const Matcher& matcher, const PatternText& pattern)
      : matcher_(matcher), graph_(matcher.graph_), pattern_(pattern) {
    inputs_.assign(pattern.bound.size(), ir::absent);
  }

  Result<bool> call(std::size_t index, std::size_t position) {
    const ir::Node& node = graph_.nodes[position];
    if (const auto known = node_of_.find(index); known != node_of_.end()) return known->second == position;
    const Call& wanted = pattern_.calls[index];
    if (node.type != wanted.type || node.domain != wanted.domain || !only_first_output(node)) return false;
    std::size_t given = node.inputs.size();
    while (given > 0 && node.inputs[given - 1] == ir::absent) --given;
    if (given != wanted.inputs.size()) return false;
    BYOM_TRY(const registry::Subject subject, registry::subject_of(graph_, node, matcher_.registry_));
    if (!attributes_match(node, *subject.schema, wanted)) return false;
    node_of_[index] = position;
    for (std::size_t i = 0; i < given; ++i) {
      BYOM_TRY(const bool fits, term(wanted.inputs[i], node.inputs[i]));
      if (!fits) return false;
    }
    return true;
  }

  // The match, when nobody outside needs what would vanish.
  [[nodiscard]] std::optional<Match> closed(std::size_t root) const {
    std::set<std::size_t> nodes;
    for (const auto& [index, position] : node_of_) nodes.insert(position);
    for (const std::size_t position : nodes) {
      if (position == root) continue;
      const std::size_t inner = at(graph_.nodes[position].outputs[0]);
      const auto& readers = matcher_.readers_[inner];
      const bool inside =
          std::ranges::all_of(readers, [&](std::size_t reader) { return nodes.contains(reader); });
      if (!inside || matcher_.is_output_[inner]) return std::nullopt;
    }
    return Match{{nodes.begin(), nodes.end()}, inputs_};
  }

 private:
  Result<bool> term(const Term& term, ir::ValueId id) {
    if (id == ir::absent || term.kind == Term::Kind::absent)
      return id == ir::absent && term.kind == Term::Kind::absent;
    const auto& constant = graph_.value(id).constant;
    switch (term.kind) {
      case Term::Kind::number:
        return constant && is_number(*constant, term.number);
      case Term::Kind::constant:
        return constant && bind(term.index, id);
      case Term::Kind::tensor:
        return !constant && bind(term.index, id);
      default:
        const std::int32_t producer = matcher_.producers_[at(id)];
        if (producer < 0) return false;
        return call(term.index, static_cast<std::size_t>(producer));
    }
  }

  // Exporters write one constant several times, so equal contents are one constant.
  bool bind(std::size_t name, ir::ValueId id) {
    if (inputs_[name] == ir::absent) inputs_[name] = id;
    if (inputs_[name] == id) return true;
    const auto& before = graph_.value(inputs_[name]).constant;
    const auto& now = graph_.value(id).constant;
    return before && now && ir::same_content(*before, *now);
  }

  const Matcher& matcher_;
  const ir::Graph& graph_;
  const PatternText& pattern_;
  std::map<std::size_t, std::size_t> node_of_;  // call -> position
  std::vector<ir::ValueId> inputs_;
};

Matcher::Matcher(const ir::Graph& graph, registry::Registry& registry)
    : graph_(graph),
      registry_(registry),
      producers_(ir::producers(graph)),
      readers_(graph.values.size()),
      is_output_(graph.values.size()) {
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    for (const ir::ValueId id : graph.nodes[n].inputs)
      if (id != ir::absent) readers_[at(id)].push_back(n);
    for (const ir::ValueId id : ir::captured_by(graph, graph.nodes[n])) readers_[at(id)].push_back(n);
  }
  for (const ir::ValueId id : graph.outputs) is_output_[at(id)] = true;
}

Result<std::optional<Match>> Matcher::match(const PatternText& pattern, std::size_t root) const {
  Attempt attempt(*this, pattern);
  BYOM_TRY(const bool fits, attempt.call(pattern.calls.size() - 1, root));
  return fits ? attempt.closed(root) : std::nullopt;
}

bool may_equal(const PatternAttribute& attribute, const registry::Op& op) {
  return std::ranges::any_of(op.schemas, [&](const byom_schema& schema) {
    const byom_formal* formal = attribute_formal(schema, attribute.name);
    if (!formal) return false;
    const auto* number = std::get_if<PatternNumber>(&attribute.value);
    const auto* numbers = std::get_if<std::vector<PatternNumber>>(&attribute.value);
    const auto whole = [](const PatternNumber& literal) { return literal.whole; };
    switch (formal->preset.type) {
      case BYOM_ATTR_FLOAT:
        return number != nullptr;
      case BYOM_ATTR_INT:
        return number && number->whole;
      case BYOM_ATTR_STRING:
        return std::holds_alternative<std::string>(attribute.value);
      case BYOM_ATTR_FLOATS:
        return numbers != nullptr;
      case BYOM_ATTR_INTS:
        return numbers && std::ranges::all_of(*numbers, whole);
      case BYOM_ATTR_STRINGS:
        return std::holds_alternative<std::vector<std::string>>(attribute.value) ||
               (numbers && numbers->empty());
      default:
        return false;
    }
  });
}

}  // namespace byom::passes
