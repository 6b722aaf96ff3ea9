// Gathering what plugins have of an operator, and the words for it.
#include "host/cli/known_operator.hpp"

#include <algorithm>
#include <array>

#include "host/keras/model.hpp"
#include "host/registry/context.hpp"

namespace byom::cli {
namespace {

void add(std::vector<Error>& problems, const Error& problem) {
  if (std::ranges::none_of(problems, [&](const Error& known) { return known.text == problem.text; }))
    problems.push_back(problem);
}

}  // namespace

KnownOperator know(registry::Registry& registry, const registry::Claim& name, std::vector<Error>& problems) {
  KnownOperator known{name, {}, {}, {}};
  for (const registry::OpOffer& claim : registry.op_offers(name.domain, name.type)) {
    const auto op = registry.op_of(claim, name.domain, name.type);
    if (!op) add(problems, op.error());
    known.offers.push_back({claim, op ? *op : nullptr});
  }
  if (auto kernels = registry.kernel_offers(name.domain, name.type))
    known.kernels = std::move(*kernels);
  else
    add(problems, kernels.error());
  const auto patterns = registry.patterns();
  if (!patterns) add(problems, patterns.error());
  for (const registry::Pattern* pattern : patterns ? *patterns : std::vector<const registry::Pattern*>()) {
    const registry::Claim becomes{ir::to_string(pattern->table.domain), ir::to_string(pattern->table.type)};
    if (registry::text(becomes) == registry::text(name)) known.patterns.push_back(pattern);
  }
  return known;
}

std::string reading(const KnownOperator& known, const OperatorOffer& offer) {
  return offer.claim.manifest->library.string() + ": the description of " + registry::text(known.name);
}

std::vector<std::string> facets_of(const registry::Op& op) {
  using registry::Facet;
  std::vector<std::string> facets;
  for (const auto& [function, facet] : {std::pair{op.table.accept, Facet::accept},
                                        {op.table.infer, Facet::infer},
                                        {op.table.translate, Facet::translate},
                                        {op.table.expand, Facet::expand}})
    if (function != nullptr) facets.emplace_back(registry::name_of(facet));
  return facets;
}

std::string layout_of(const registry::Op& op) {
  constexpr std::array<const char*, 4> words{"terminate", "transparent", "attribute", "implicit"};
  const std::int32_t layout = op.table.layout;
  if (layout < 0 || layout >= std::ssize(words)) return "layout " + std::to_string(layout);
  return words[static_cast<std::size_t>(layout)];
}

std::string actual_name(const byom_formal* formals, std::uint64_t n, std::uint64_t i) {
  if (n == 0) return "";
  const byom_formal& formal = formals[std::min(i, n - 1)];
  const bool variadic = (formal.flags & BYOM_VARIADIC) != 0;
  if (i >= n && !variadic) return "";
  return ir::to_string(formal.name) + (variadic && i + 1 >= n ? " " + std::to_string(i + 1 - n) : "");
}

namespace {

std::vector<const byom_weight*> weights_of(const registry::Op& op, const byom_example& example) {
  std::vector<ir::Attribute> attributes;
  for (std::uint64_t a = 0; a < example.n_attrs; ++a) attributes.push_back(ir::from_view(example.attrs[a]));
  return keras::enabled_weights(op, attributes);
}

}  // namespace

ExampleInput input_of(const registry::Op& op, const byom_schema& schema, const byom_example& example,
                      std::uint64_t i) {
  const auto weights = weights_of(op, example);
  const std::uint64_t first = example.n_in - std::min<std::uint64_t>(weights.size(), example.n_in);
  if (i >= first && first >= schema.n_inputs) return {ir::to_string(weights[i - first]->name), true};
  return {actual_name(schema.inputs, schema.n_inputs, i), false};
}

}  // namespace byom::cli
