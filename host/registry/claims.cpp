// The rules when several plugins claim one operator.
#include "host/registry/claims.hpp"

#include <algorithm>

#include "host/support/exit.hpp"

namespace byom::registry {
namespace {

template <class T>
bool contains(const std::vector<T>& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

template <class Owners>
void own(Owners& owners, const Claim& claim, std::size_t i) {
  auto& list = owners[claim];
  if (!contains(list, i)) list.push_back(i);
}

}  // namespace

std::string named(const Manifest& manifest) {
  return "'" + manifest.id + "' (" + manifest.file.string() + ")";
}

Claims::Claims(std::vector<Manifest> manifests) : manifests_(std::move(manifests)) {
  for (std::size_t i = 0; i < manifests_.size(); ++i) {
    const Manifest& listed = manifests_[i];
    for (const Claim& claim : listed.ops) own(ops_, claim, i);
    for (const auto& [type, name] : listed.onnx_nodes) own(ops_, parse_claim(type), i);
    for (const KernelClaim& kernel : listed.kernels) add_kernel(kernel.op, i);
    // A manifest written by hand does not list kernels: there may be one for each operator.
    if (!listed.complete)
      for (const Claim& claim : listed.ops) own(kernels_, claim, i);
  }
}

std::vector<Claim> Claims::ops() const {
  std::vector<Claim> claims;
  for (const auto& [claim, owners] : ops_) claims.push_back(claim);
  std::sort(claims.begin(), claims.end());
  return claims;
}

std::vector<std::size_t> Claims::with_kernels(const Claim& op) const {
  const auto found = kernels_.find(op);
  return found == kernels_.end() ? std::vector<std::size_t>() : found->second;
}

void Claims::add_op(const Claim& op, std::size_t i) {
  if (!known(op)) own(ops_, op, i);
}

void Claims::add_kernel(const Claim& op, std::size_t i) {
  own(kernels_, op, i);
  for (const auto& [type, name] : manifests_[i].onnx_nodes)
    // Most names end otherwise, and are not taken apart.
    if (name.ends_with(op.type) && parse_claim(name) == op) own(kernels_, parse_claim(type), i);
}

void Claims::hide_builtin(const Claim& op) {
  const auto builtin = [&](std::size_t i) { return manifests_[i].builtin; };
  if (const auto owners = ops_.find(op); owners != ops_.end())
    for (const std::size_t i : owners->second)
      if (builtin(i)) own(hidden_, op, i);
  for (Owners* owners : {&ops_, &kernels_}) {
    auto& list = (*owners)[op];
    std::erase_if(list, builtin);
    if (list.empty()) owners->erase(op);
  }
}

bool Claims::overrides(std::size_t i, const Claim& op) const {
  return contains(manifests_[i].overrides, op);
}

Claim Claims::inside(std::size_t i, const Claim& op) const {
  for (const auto& [type, name] : manifests_[i].onnx_nodes)
    if (parse_claim(type) == op) return parse_claim(name);
  return op;
}

// Explicit overrides win, a user's before an installed one's; nothing else does.
int Claims::standing(const Claim& op, std::size_t i) const {
  if (!overrides(i, op)) return 2;
  return manifests_[i].user ? 0 : 1;
}

std::vector<std::size_t> Claims::ranked(const Claim& op) const {
  const auto owners = ops_.find(op);
  if (owners == ops_.end()) return {};
  std::vector<std::size_t> order = owners->second;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return standing(op, a) < standing(op, b); });
  return order;
}

bool Claims::tied(const Claim& op, const std::vector<std::size_t>& ranked) const {
  return ranked.size() > 1 && standing(op, ranked[0]) == standing(op, ranked[1]);
}

Error Claims::tie(const Claim& op, const Manifest& first, const Manifest& second) const {
  const std::string quoted = "\"" + text(op) + "\"";
  std::string remedy =
      contains(second.overrides, op)
          ? "take " + quoted + " out of PLUGIN.overrides of one of the two files"
          : R"(write "PLUGIN": {"overrides": [)" + quoted + "]} into the file whose plugin shall win";
  if (first.builtin)
    remedy += ", or start with --without-builtin " + (op.domain.empty() ? op.type : text(op));
  return fail(exit_plugin, "operator " + text(op) + " is offered by the plugins " + named(first) + " and " +
                               named(second) + ": " + remedy + ".");
}

Result<std::optional<std::size_t>> Claims::winner(const Claim& op) const {
  const std::vector<std::size_t> order = ranked(op);
  if (order.empty()) return std::optional<std::size_t>();
  if (tied(op, order)) return tie(op, manifests_[order[0]], manifests_[order[1]]);
  return std::optional(order[0]);
}

std::vector<OpOffer> Claims::offers(const Claim& op) const {
  std::vector<OpOffer> found;
  const std::vector<std::size_t> order = ranked(op);
  const bool tie = tied(op, order);
  for (const std::size_t i : order) {
    const bool first = i == order[0], level = standing(op, i) == standing(op, order[0]);
    const std::string why = order.size() == 1 ? "the only one"
                            : tie && level    ? "a tie with another: neither overrides"
                            : first           ? "overrides the others"
                                              : "overridden";
    found.push_back({&manifests_[i], first && !tie, false, why});
  }
  if (const auto gone = hidden_.find(op); gone != hidden_.end())
    for (const std::size_t i : gone->second)
      found.push_back({&manifests_[i], false, true, "hidden by --without-builtin"});
  return found;
}

}  // namespace byom::registry
