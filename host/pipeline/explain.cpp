// Asking the registry, the accept facets and the kernels about every node.
#include "host/pipeline/explain.hpp"

#include <algorithm>

#include "host/onnx/read_model.hpp"
#include "host/passes/free_batch.hpp"
#include "host/passes/infer.hpp"
#include "host/support/nearest.hpp"

namespace byom::pipeline {
namespace {

using registry::Subject;

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

// Near names of the domain, or the same name elsewhere.
std::string unknown(const ir::Node& node, const registry::Registry& registry) {
  std::string text = "no plugin knows the operator" + did_you_mean(node.type, registry.claimed(node.domain));
  for (const registry::Manifest& manifest : registry.manifests())
    for (const registry::Claim& claim : manifest.ops)
      if (claim.type == node.type && claim.domain != node.domain && claim.domain != "keras")
        text += "; " + manifest.id + " has " + registry::text(claim);
  return text;
}

bool concrete(const ir::Graph& graph, const std::vector<ir::ValueId>& ids) {
  return std::ranges::all_of(ids, [&](ir::ValueId id) {
    if (id == ir::absent) return true;
    const ir::Value& value = graph.value(id);
    return value.dtype != 0 && value.rank >= 0 && std::ranges::all_of(value.dims, ir::is_number);
  });
}

class Explaining {
 public:
  Explaining(ir::Graph& graph, bool shapes, registry::Registry& registry, registry::Session& session)
      : graph_(graph), shapes_(shapes), registry_(registry), session_(session) {}

  NodeExplanation node(const ir::Node& node) {
    NodeExplanation result = asked(node);
    // What is said of many nodes shall be one text.
    const std::string prefix = result.node + ": ";
    for (std::size_t at = result.problem.find(prefix); at != std::string::npos;
         at = result.problem.find(prefix))
      result.problem.erase(at, prefix.size());
    return result;
  }

 private:
  NodeExplanation asked(const ir::Node& node) {
    NodeExplanation result;
    result.node = ir::describe(graph_, node);
    result.claim = registry::text(registry::Claim{node.domain, node.type});
    result.index = node.index;
    result.plugins = registry_.op_offers(node.domain, node.type);
    const auto serving = [](const registry::OpOffer& offer) { return !offer.hidden; };
    if (!std::ranges::any_of(result.plugins, serving)) {
      result.problem = unknown(node, registry_);
      return result;
    }
    const auto subject = registry::subject_of(graph_, node, registry_);
    if (!subject)
      result.problem = subject.error().text;
    else
      ask(*subject, result);
    return result;
  }

  void ask(const Subject& subject, NodeExplanation& result) {
    if (const auto violations = registry::schema_violations(subject); !violations.empty()) {
      result.problem = joined(violations);
      return;
    }
    const ir::Node& node = *subject.node;
    if (shapes_)
      if (const auto inferred = passes::infer_and_fold_node(graph_, subject, registry_, session_); !inferred)
        result.problem = inferred.error().text;
    result.constant = std::ranges::all_of(
        node.outputs, [&](ir::ValueId id) { return id == ir::absent || graph_.value(id).constant; });
    if (result.problem.empty()) ask_kernels(subject, result);
  }

  void ask_kernels(const Subject& subject, NodeExplanation& result) {
    const ir::Node& node = *subject.node;
    const auto offers = registry_.kernel_offers(node.domain, node.type);
    if (!offers) {
      result.problem = offers.error().text;
      return;
    }
    if (!concrete(graph_, node.inputs)) {
      for (const registry::KernelOffer& offer : *offers) result.kernels.push_back({offer, 0, ""});
      result.kernel_problem = "not asked: the shapes of the inputs are not known";
      return;
    }
    auto choice = registry::choose_kernel(subject, *offers, session_);
    if (!choice) {
      result.problem = choice.error().text;
      return;
    }
    result.kernels = std::move(choice->asked);
    result.kernel_why = choice->why;
  }

  ir::Graph& graph_;
  bool shapes_;
  registry::Registry& registry_;
  registry::Session& session_;
};

}  // namespace

Result<Explanation> explain(const std::filesystem::path& model,
                            const std::map<std::string, std::vector<std::int64_t>>& input_shapes,
                            registry::Registry& registry, registry::Session& session) {
  BYOM_TRY(onnx::Model read, onnx::read_model(model));
  Explanation result;
  result.warnings = read.warnings;
  ir::Graph& graph = read.graph;
  const auto sized = passes::set_input_shapes(graph, input_shapes);
  if (!sized) result.warnings.push_back(sized.error().text);
  if (sized) passes::fix_batch(graph, passes::free_batch(graph));
  Explaining explaining(graph, sized.ok(), registry, session);
  for (const ir::Node& node : graph.nodes) result.nodes.push_back(explaining.node(node));
  return result;
}

}  // namespace byom::pipeline
