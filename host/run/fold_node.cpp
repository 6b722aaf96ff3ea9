// Constant folding with the operators' own kernels.
#include "host/run/fold_node.hpp"

#include <algorithm>

#include "host/run/execute.hpp"
#include "host/support/exit.hpp"

namespace byom::run {

namespace {

// What infer already knows as numbers (the shape of a tensor of fixed extents) needs no kernel.
bool fold_known_elements(ir::Value& value) {
  if (!value.elements || value.rank > 1 || !std::ranges::all_of(*value.elements, ir::is_number)) return false;
  if (value.dtype != BYOM_INT64) return false;
  std::vector<std::int64_t> shape;
  if (value.rank == 1) shape.push_back(static_cast<std::int64_t>(value.elements->size()));
  ir::Tensor tensor = ir::make_tensor(BYOM_INT64, shape);
  auto* out = reinterpret_cast<std::int64_t*>(ir::writable(tensor));
  for (std::size_t i = 0; i < value.elements->size(); ++i) out[i] = (*value.elements)[i].value;
  value.constant = std::move(tensor);
  return true;
}

std::int64_t output_bytes(const ir::Graph& graph, const ir::Node& node) {
  std::int64_t bytes = 0;
  for (const ir::ValueId id : node.outputs) {
    if (id == ir::absent) continue;
    std::vector<std::int64_t> shape;
    for (const ir::Dim& dim : graph.value(id).dims) shape.push_back(dim.value);
    const std::int64_t count = ir::element_count(shape);
    if (count < 0 || count > folded_bytes_limit) return folded_bytes_limit + 1;
    bytes += count * static_cast<std::int64_t>(ir::element_size(graph.value(id).dtype));
  }
  return bytes;
}

}  // namespace

bool is_folded(const ir::Graph& graph, const ir::Node& node) {
  return std::ranges::all_of(node.outputs,
                             [&](ir::ValueId id) { return id == ir::absent || graph.value(id).constant; });
}

Result<Done> fold_node(ir::Graph& graph, const registry::Subject& subject, registry::Registry& registry,
                       registry::Session& session) {
  const ir::Node& node = *subject.node;
  const auto known = [&](ir::ValueId id) { return id == ir::absent || graph.value(id).constant; };
  const std::vector<ir::ValueId> around = ir::captured_by(graph, node);
  if (!std::ranges::all_of(node.inputs, known) || !std::ranges::all_of(around, known)) {
    for (const ir::ValueId id : node.outputs)
      if (id != ir::absent) fold_known_elements(graph.value(id));
    return done;
  }
  if (subject.op->table.flags & BYOM_OP_RANDOM) return done;
  if (output_bytes(graph, node) > folded_bytes_limit)
    return fail(exit_limit, ir::describe(graph, node) + ": its constant result would take more than 1 GiB");
  BYOM_TRY(const auto kernels, registry.kernel_offers(node.domain, node.type));
  if (kernels.empty()) return done;
  std::vector<ir::Tensor> held(node.inputs.size());
  std::vector<const ir::Tensor*> in(node.inputs.size(), nullptr);
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (node.inputs[i] == ir::absent) continue;
    held[i] = ir::contiguous(*graph.value(node.inputs[i]).constant);
    in[i] = &held[i];
  }
  registry::Captured captured;
  for (const ir::ValueId id : around)
    captured[graph.value(id).name] = ir::contiguous(*graph.value(id).constant);
  registry::Subject with_captured = subject;
  with_captured.captured = &captured;
  BYOM_TRY(std::vector<ir::Tensor> outputs, run_node(with_captured, kernels, session, in));
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (node.outputs[i] == ir::absent) continue;
    ir::Value& value = graph.value(node.outputs[i]);
    value.rank = static_cast<std::int32_t>(outputs[i].shape.size());
    value.dims.clear();
    for (const std::int64_t extent : outputs[i].shape) value.dims.push_back(ir::number(extent));
    value.elements.reset();
    value.constant = std::move(outputs[i]);
  }
  return done;
}

}  // namespace byom::run
