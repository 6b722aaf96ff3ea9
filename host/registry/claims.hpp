// Which plugins claim which operators and kernels, and whose claim is served; known from manifests alone.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/registry/manifest.hpp"
#include "host/registry/op_registry.hpp"

namespace byom::registry {

class Claims {
 public:
  explicit Claims(std::vector<Manifest> manifests);

  [[nodiscard]] const std::vector<Manifest>& manifests() const { return manifests_; }
  [[nodiscard]] const Manifest& manifest(std::size_t i) const { return manifests_[i]; }
  [[nodiscard]] bool known(const Claim& op) const { return ops_.contains(op); }
  // Operators somebody claims, sorted.
  [[nodiscard]] std::vector<Claim> ops() const;
  // Manifests that may have a kernel of the operator.
  [[nodiscard]] std::vector<std::size_t> with_kernels(const Claim& op) const;

  // The manifest whose operator is served; empty: nobody claims it. Errors (exit_plugin): two claim it and
  // neither overrides.
  [[nodiscard]] Result<std::optional<std::size_t>> winner(const Claim& op) const;
  // All of them, as Registry::op_offers gives them.
  [[nodiscard]] std::vector<OpOffer> offers(const Claim& op) const;
  [[nodiscard]] bool overrides(std::size_t i, const Claim& op) const;
  // The name under which plugin `i` knows `op`.
  [[nodiscard]] Claim inside(std::size_t i, const Claim& op) const;

  // What a library has beyond its manifest is added, but never takes anything from a plugin that claims it.
  void add_op(const Claim& op, std::size_t i);
  // A kernel is found under the plugin's own name of its operator and under the ONNX type that stands for it.
  void add_kernel(const Claim& op, std::size_t i);
  // Takes the operator from the program's own plugins.
  void hide_builtin(const Claim& op);

 private:
  struct Hash {
    std::size_t operator()(const Claim& claim) const {
      return std::hash<std::string>()(claim.type) * 31 + std::hash<std::string>()(claim.domain);
    }
  };
  // Indexes of manifests, ascending. Hashed: the claims of all that is installed are entered at every start.
  using Owners = std::unordered_map<Claim, std::vector<std::size_t>, Hash>;

  [[nodiscard]] int standing(const Claim& op, std::size_t i) const;
  [[nodiscard]] std::vector<std::size_t> ranked(const Claim& op) const;
  [[nodiscard]] bool tied(const Claim& op, const std::vector<std::size_t>& ranked) const;
  [[nodiscard]] Error tie(const Claim& op, const Manifest& first, const Manifest& second) const;

  std::vector<Manifest> manifests_;
  Owners ops_, kernels_, hidden_;
};

// How messages call a plugin: 'com.acme.ops' (/path/of/its.json).
std::string named(const Manifest& manifest);

}  // namespace byom::registry
