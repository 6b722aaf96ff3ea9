// Drives the operators' translations, node by node.
#include "host/passes/translate.hpp"

#include <algorithm>

#include "host/passes/layer_builder.hpp"
#include "host/registry/call_facet.hpp"
#include "host/registry/infer_node.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"

namespace byom::passes {

using registry::Facet;

namespace {

// One node's translation; a text for each problem.
std::vector<std::string> translate_node(const ir::Graph& onnx, const ir::Node& node, LayerBuilder& builder,
                                        registry::Registry& registry, registry::Session& session, int& code) {
  auto subject = registry::subject_of(onnx, node, registry);
  if (!subject) return {subject.error().text};
  const byom_op& op = subject->op->table;
  if (!op.translate)
    return {ir::describe(onnx, node) + ": plugin " + registry::plugin_text(*subject->op) +
            " has no Keras translation for the operator; its result can only be a constant here"};
  byom_ctx ctx;
  registry::begin(ctx, session, Facet::translate, *subject);
  ctx.builder = &builder;
  builder.begin(node);
  const auto called = registry::call_facet(ctx, [&] { return op.translate(op.self, &ctx); });
  if (!called) {
    builder.roll_back();
    code = std::max<int>(code, exit_plugin);
    return {called.error().text};
  }
  byom_rc rc = registry::outcome(ctx, *called);
  if (rc == BYOM_OK) {
    auto left = registry::unconsumed(ctx, true);
    if (!left.empty()) {
      builder.roll_back();
      return left;
    }
    if (auto kept = builder.commit(); !kept) {
      rc = kept.error().code;
      ctx.reports.emplace_back(rc, kept.error().text);
    }
  }
  if (rc == BYOM_OK) return {};
  builder.roll_back();
  const Error error = registry::failure(ctx, rc);
  code = std::max(code, error.code);  // a fault of a plugin before a limit before the rest
  return {error.text};
}

// A node of shape arithmetic: what reads its outputs knows their values from infer, if only as symbols.
bool only_shapes(const ir::Graph& onnx, const ir::Node& node) {
  return std::ranges::all_of(node.outputs, [&](ir::ValueId id) {
    return id == ir::absent || (onnx.value(id).elements && std::ranges::count(onnx.outputs, id) == 0);
  });
}

ir::ValueId stand_in(const ir::Graph& onnx, ir::ValueId id, Translation& result) {
  ir::Value value = onnx.value(id);
  value.elements.reset();
  return result.tensors[id] = result.graph.add_value(std::move(value));
}

void add_inputs(const ir::Graph& onnx, Translation& result) {
  for (const ir::ValueId id : onnx.inputs) result.graph.inputs.push_back(stand_in(onnx, id, result));
}

// The translation has failed, but what is wrong with the nodes behind shall be told as well.
void pretend_outputs(const ir::Graph& onnx, const ir::Node& node, Translation& result) {
  for (const ir::ValueId id : node.outputs)
    if (id != ir::absent) stand_in(onnx, id, result);
}

}  // namespace

Result<Translation> translate(const ir::Graph& onnx, registry::Registry& registry,
                              registry::Session& session) {
  Translation result;
  result.graph.name = onnx.name;
  result.graph.symbols = onnx.symbols;
  add_inputs(onnx, result);
  LayerBuilder builder(onnx, result, registry, session);
  std::string problems;
  int code = exit_unsupported;
  for (const ir::Node& node : onnx.nodes) {
    if (only_shapes(onnx, node)) continue;
    const auto found = translate_node(onnx, node, builder, registry, session, code);
    for (const std::string& line : found) append(problems, "\n", line);
    if (!found.empty()) pretend_outputs(onnx, node, result);
  }
  if (!problems.empty()) return fail(static_cast<Exit>(code), problems);
  for (const ir::ValueId id : onnx.outputs) {
    const auto found = result.tensors.find(id);
    if (found == result.tensors.end())
      return fail(exit_unsupported,
                  "The model's output '" + onnx.value(id).name +
                      "' is a constant: a Keras model's outputs must depend on its inputs.");
    result.graph.outputs.push_back(found->second);
  }
  return result;
}

}  // namespace byom::passes
