// An operator and all that the plugins say of it, for `tao_byom operators`.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "host/registry/op_registry.hpp"

namespace byom::cli {

// What one plugin has of it.
struct OperatorOffer {
  registry::OpOffer claim;
  const registry::Op* op = nullptr;  // nullptr: the plugin's library cannot be used
};

struct KnownOperator {
  registry::Claim name;
  std::vector<OperatorOffer> offers;               // the one that serves first
  std::vector<registry::KernelOffer> kernels;      // best first
  std::vector<const registry::Pattern*> patterns;  // those that it replaces
};

// All about it. What is wrong with a plugin is added to `problems`, each once.
KnownOperator know(registry::Registry& registry, const registry::Claim& name, std::vector<Error>& problems);

// For people, 100 columns wide; long tensors are shortened.
std::string describe(const KnownOperator& known);
nlohmann::ordered_json to_json(const KnownOperator& known);

// The subject of a crash while the plugin's tables are read, for CallInProgress.
std::string reading(const KnownOperator& known, const OperatorOffer& offer);
// The facets that it has beside schema, kernels, layout and layer: "infer", "translate".
std::vector<std::string> facets_of(const registry::Op& op);
// "transparent"; "layout <n>" for an unknown one.
std::string layout_of(const registry::Op& op);
// The name of actual `i` of the formals: "x", "inputs 2" where one stands for several; "" beyond them.
std::string actual_name(const byom_formal* formals, std::uint64_t n, std::uint64_t i);
// Input `i` of an example: a formal, or one of a layer's weights, which are the last.
struct ExampleInput {
  std::string name;
  bool is_weight = false;
};
ExampleInput input_of(const registry::Op& op, const byom_schema& schema, const byom_example& example,
                      std::uint64_t i);

}  // namespace byom::cli
