// The operator of a node, and its accept and infer facets.
#include "host/registry/infer_node.hpp"

#include "host/registry/call_facet.hpp"
#include "host/registry/type_rules.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"

namespace byom::registry {

std::int64_t opset_of(const ir::Graph& graph, const ir::Node& node) {
  const auto found = graph.opsets.find(node.domain);
  return found == graph.opsets.end() ? 1 : found->second;
}

std::string too_new(const ir::Graph& graph, const ir::Node& node, const Op& op) {
  const std::string of = node.domain.empty() ? "" : " of " + node.domain;
  const std::string first = std::to_string(op.schemas.front().since);
  return ir::describe(graph, node) + ": the operator exists since opset " + first + of +
         ", the model imports opset " + std::to_string(opset_of(graph, node)) +
         "; export the model with opset " + first + of + " or a newer one";
}

Result<Subject> subject_of(const ir::Graph& graph, const ir::Node& node, Registry& registry) {
  BYOM_TRY(const Op* op, registry.op(node.domain, node.type));
  if (!op) return fail(exit_unsupported, ir::describe(graph, node) + ": no plugin knows the operator");
  const byom_schema* schema = op->schema_at(opset_of(graph, node));
  if (!schema) return fail(exit_unsupported, too_new(graph, node, *op));
  return Subject{&graph, &node, op, schema, nullptr};
}

void state(ir::Value& value, ir::Value inferred) {
  value.dtype = inferred.dtype;
  value.rank = inferred.rank;
  value.dims = std::move(inferred.dims);
  value.elements = std::move(inferred.elements);
}

Result<Done> accept_node(const Subject& subject, Session& session) {
  if (!subject.op->table.accept) return done;
  byom_ctx ctx;
  begin(ctx, session, Facet::accept, subject);
  const byom_op& op = subject.op->table;
  BYOM_TRY(const byom_rc rc, call_facet(ctx, [&] { return op.accept(op.self, &ctx); }));
  return outcome(ctx, rc) == BYOM_OK ? Result<Done>(done) : failure(ctx, outcome(ctx, rc));
}

Result<std::vector<ir::Value>> infer_node(const Subject& subject, Session& session) {
  const std::string wrong = join(type_violations(subject), "\n");
  if (!wrong.empty()) return fail(exit_unsupported, wrong);
  BYOM_CHECK_OK(accept_node(subject, session));
  byom_ctx ctx;
  if (!subject.op->table.infer)
    return fail(exit_plugin, ir::describe(*subject.graph, *subject.node) + ": plugin " +
                                 plugin_text(*subject.op) + " gives no shape inference for the operator");
  begin(ctx, session, Facet::infer, subject);
  const byom_op& op = subject.op->table;
  BYOM_TRY(const byom_rc rc, call_facet(ctx, [&] { return op.infer(op.self, &ctx); }));
  if (outcome(ctx, rc) != BYOM_OK) return failure(ctx, outcome(ctx, rc));
  ctx.outputs.resize(subject.node->outputs.size());
  for (std::size_t i = 0; i < ctx.outputs.size(); ++i)
    if (subject.node->outputs[i] != ir::absent && ctx.outputs[i].dtype == 0) {
      ctx.reports.emplace_back(BYOM_ERR_BUG, "says nothing of output " + std::to_string(i));
      return failure(ctx, BYOM_ERR_BUG);
    }
  for (const ir::Value& value : ctx.outputs)
    for (const ir::Dim& dim : value.dims)
      if (dim.value < 0)
        return fail(exit_unsupported, ir::describe(*subject.graph, *subject.node) + ": plugin " +
                                          plugin_text(*subject.op) + " infers an output of the extent " +
                                          subject.graph->symbols->text(dim) +
                                          "; the inputs do not fit the operator");
  return std::move(ctx.outputs);
}

}  // namespace byom::registry
