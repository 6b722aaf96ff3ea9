// Asking the registry, the accept facets and the kernels about every node, and the translations about all.
#include "host/pipeline/explain.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "host/onnx/read_model.hpp"
#include "host/passes/cut.hpp"
#include "host/passes/free_batch.hpp"
#include "host/passes/infer.hpp"
#include "host/pipeline/explain_layers.hpp"
#include "host/run/bodies.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/nearest.hpp"

namespace byom::pipeline {
namespace {

using registry::Subject;

// Near names of the domain, the same name elsewhere, kernels without their operator; and the way out.
std::string unknown(const ir::Node& node, const std::vector<registry::OpOffer>& hidden,
                    const registry::Registry& registry) {
  const registry::Claim wanted{node.domain, node.type};
  if (!hidden.empty())
    return "the only plugin that knows the operator is hidden by --without-builtin: name one that brings it "
           "with -c, or leave the option out";
  const std::string name = node.domain.empty() ? node.type : registry::text(wanted);
  std::string text = "no plugin knows the operator" + did_you_mean(node.type, registry.claimed(node.domain));
  for (const registry::Manifest& manifest : registry.manifests()) {
    for (const registry::Claim& claim : manifest.ops)
      if (claim.type == node.type && claim.domain != node.domain && claim.domain != "keras")
        text += "; " + manifest.id + " has " + registry::text(claim) + R"(: with "ONNX_NODES": {")" + name +
                R"(": ")" + registry::text(claim) + R"("} in its manifest that serves it)";
    for (const registry::KernelClaim& kernel : manifest.kernels)
      if (kernel.op == wanted)
        text +=
            "; " + manifest.id + " has a kernel for it, but not the operator, which another plugin brings";
  }
  return text +
         "\nname the plugin that brings it with -c custom_meta.json; `tao_byom plugins new my_ops --op " +
         name + "` writes one to fill in";
}

bool concrete(const ir::Value& value) {
  return value.dtype != 0 && value.rank >= 0 && std::ranges::all_of(value.dims, ir::is_number);
}

class Explaining {
 public:
  Explaining(ir::Graph& graph, bool shapes, registry::Registry& registry, registry::Session& session)
      : graph_(graph), shapes_(shapes), registry_(registry), session_(session) {
    ir::Graph pruned = graph;
    passes::prune(pruned);
    for (const ir::Node& node : pruned.nodes) needed_.insert(node.outputs.begin(), node.outputs.end());
    needed_.erase(ir::absent);
  }

  // The node, then those of its bodies.
  void node(const ir::Node& node, std::vector<NodeExplanation>& found) {
    found.push_back(without_its_name(asked(node)));
    if (found.back().unused.empty()) bodies(graph_, node, found);
  }

  [[nodiscard]] const std::set<std::string>& warnings() const { return warnings_; }

 private:
  // What is said of many nodes shall be one text.
  static NodeExplanation without_its_name(NodeExplanation result) {
    const std::string prefix = result.node + ": ";
    for (std::size_t at = result.problem.find(prefix); at != std::string::npos;
         at = result.problem.find(prefix))
      result.problem.erase(at, prefix.size());
    return result;
  }

  static void blame(NodeExplanation& result, const Error& error) {
    result.problem = error.text;
    result.code = error.code;
  }

  // The operator that serves a node; nullopt, and the problem is told, where there is none.
  std::optional<Subject> served(const ir::Graph& graph, const ir::Node& node, NodeExplanation& result) {
    result.claim = registry::text(registry::Claim{node.domain, node.type});
    result.index = node.index;
    result.plugins = registry_.op_offers(node.domain, node.type);
    if (std::ranges::all_of(result.plugins, [](const registry::OpOffer& offer) { return offer.hidden; })) {
      blame(result, fail(exit_unsupported, unknown(node, result.plugins, registry_)));
      return std::nullopt;
    }
    const auto subject = registry::subject_of(graph, node, registry_);
    if (!subject) {
      blame(result, subject.error());
      return std::nullopt;
    }
    if (const std::string warning = passes::warning_of(*subject->op); !warning.empty())
      warnings_.insert(warning);
    const auto violations = registry::schema_violations(*subject);
    if (violations.empty()) return *subject;
    blame(result, fail(exit_unsupported, join(violations, "\n")));
    return std::nullopt;
  }

  NodeExplanation asked(const ir::Node& node) {
    NodeExplanation result;
    result.node = ir::describe(graph_, node);
    if (std::ranges::none_of(node.outputs, [&](ir::ValueId id) { return needed_.contains(id); })) {
      result.claim = registry::text(registry::Claim{node.domain, node.type});
      result.index = node.index;
      result.plugins = registry_.op_offers(node.domain, node.type);
      result.unused = "no output of the model depends on it";
      return result;
    }
    const auto subject = served(graph_, node, result);
    if (subject && shapes_)
      if (const auto inferred = passes::infer_and_fold_node(graph_, *subject, registry_, session_); !inferred)
        blame(result, inferred.error());
    result.constant = std::ranges::all_of(
        node.outputs, [&](ir::ValueId id) { return id == ir::absent || graph_.value(id).constant; });
    if (result.problem.empty()) ask_kernels(*subject, result);
    return result;
  }

  // Which input is not known, and therefore what has to happen first.
  std::string not_asked(const ir::Node& node) const {
    for (const ir::ValueId id : node.inputs)
      if (id != ir::absent && !concrete(graph_.value(id)))
        return "not asked: " +
               (shapes_ ? "input '" + graph_.value(id).name + "' is " +
                              (graph_.value(id).dtype == 0
                                   ? "not known, for the node that makes it has a problem of its own"
                                   : ir::type_text(graph_, graph_.value(id)) + ", known when the model runs")
                        : std::string("kernels are asked when the extents of the model's inputs are known "
                                      "(--input-shape)"));
    return "";
  }

  void ask_kernels(const Subject& subject, NodeExplanation& result) {
    const ir::Node& node = *subject.node;
    const auto offers = registry_.kernel_offers(node.domain, node.type);
    if (!offers) return blame(result, offers.error());
    if (result.kernel_problem = not_asked(node); !result.kernel_problem.empty()) {
      for (const registry::KernelOffer& offer : *offers) result.kernels.push_back({offer, 0, ""});
      return;
    }
    auto choice = registry::choose_kernel(subject, *offers, session_);
    if (!choice) return blame(result, choice.error());
    result.kernels = std::move(choice->asked);
    result.kernel_why = choice->why;
  }

  // Their inputs are known when the node around them runs: only plugins can be told of.
  void bodies(const ir::Graph& graph, const ir::Node& holder, std::vector<NodeExplanation>& found) {
    for (const ir::Graph* body : ir::bodies(holder))
      for (const ir::Node& node : body->nodes) {
        NodeExplanation result;
        result.node = ir::describe(*body, node);
        if (const auto subject = served(*body, node, result))
          if (const auto offers = registry_.kernel_offers(node.domain, node.type); offers)
            for (const registry::KernelOffer& offer : *offers) result.kernels.push_back({offer, 0, ""});
        result = without_its_name(std::move(result));
        if (result.problem.empty()) result.kernel_problem = "not asked: that happens when the body runs";
        result.node += " in a body of " + ir::describe(graph, holder);
        result.no_layers = "it belongs to the node around it";
        found.push_back(std::move(result));
        bodies(*body, node, found);
      }
  }

  ir::Graph& graph_;
  bool shapes_;
  registry::Registry& registry_;
  registry::Session& session_;
  std::set<ir::ValueId> needed_;
  std::set<std::string> warnings_;
};

// As converting does it: a fault of a plugin before what a model lacks.
int worst(const Explanation& explanation) {
  int code = explanation.code;
  for (const NodeExplanation& node : explanation.nodes) code = std::max(code, node.code);
  return code;
}

}  // namespace

Result<Explanation> explain(const std::filesystem::path& model,
                            const std::map<std::string, std::vector<std::int64_t>>& input_shapes,
                            registry::Registry& registry, registry::Session& session) {
  BYOM_TRY(onnx::Model read, onnx::read_model(model));
  Explanation result;
  result.warnings = read.warnings;
  ir::Graph& graph = read.graph;
  run::serve_bodies(session, registry);
  BYOM_CHECK_OK(passes::set_input_shapes(graph, input_shapes));
  const auto sized = passes::check_input_shapes(graph);
  if (!sized) {
    result.problem = sized.error().text;
    result.code = sized.error().code;
  }
  const ir::Graph as_read = graph;
  passes::Batch batch;
  if (sized) passes::fix_batch(graph, batch = passes::free_batch(graph));
  Explaining explaining(graph, sized.ok(), registry, session);
  for (const ir::Node& node : graph.nodes) explaining.node(node, result.nodes);
  result.warnings.insert(result.warnings.end(), explaining.warnings().begin(), explaining.warnings().end());
  if (worst(result) == exit_done)
    explain_layers(as_read, std::move(graph), batch, registry, session, result);
  else
    result.no_layers = "not known before every problem is solved";
  result.code = worst(result);
  return result;
}

}  // namespace byom::pipeline
