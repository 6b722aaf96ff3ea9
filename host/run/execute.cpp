// The executor: infer with concrete extents, allocate, run, release.
#include "host/run/execute.hpp"

#include <algorithm>
#include <new>

#include "host/registry/call_facet.hpp"
#include "host/registry/choose_kernel.hpp"
#include "host/registry/infer_node.hpp"
#include "host/run/bodies.hpp"
#include "host/run/buffer_pool.hpp"
#include "host/run/written.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"

namespace byom::run {

using registry::Subject;

namespace {

// The program's own kernels are trusted to write what they promise: their laws are in the test suite.
bool is_watched(const byom_ctx& ctx) {
  return ctx.session->guard && !ctx.plugin->manifest.builtin;
}

class PooledMemory : public Memory {
 public:
  // `marked`: it can be seen afterwards whether an output was written.
  PooledMemory(registry::Arena& arena, bool marked) : arena_(arena), marked_(marked) {}
  ir::Tensor output(std::int32_t dtype, std::vector<std::int64_t> shape) override {
    ir::Tensor tensor = pooled_tensor(dtype, std::move(shape));
    if (marked_) mark_unwritten(tensor);
    return tensor;
  }
  void* scratch(std::uint64_t bytes, std::uint64_t align) override { return arena_.allocate(bytes, align); }

 private:
  registry::Arena& arena_;
  bool marked_;
};

// Serves run->output of operators whose output shapes depend on data.
class DynamicOutputs : public registry::RunTarget {
 public:
  DynamicOutputs(const Subject& subject, const std::vector<ir::Value>& stated, Memory& memory)
      : stated_(stated), memory_(memory) {
    made_.resize(subject.node->outputs.size());
  }
  Result<byom_tensor> output(std::uint64_t i, std::span<const std::int64_t> shape) override {
    if (i >= made_.size())
      return Error{BYOM_ERR_BUG, "makes output " + std::to_string(i) + ", which the node lacks"};
    if (ir::element_count(shape) < 0)
      return Error{BYOM_ERR_MODEL, "an output would have the shape " + ir::shape_text(shape)};
    try {
      made_[i] = memory_.output(stated_[i].dtype, {shape.begin(), shape.end()});
    } catch (const std::bad_alloc&) {  // it may not cross the plugin
      return Error{BYOM_ERR_OOM,
                   "an output of shape " + ir::shape_text(shape) + " is larger than the memory"};
    }
    return ir::view(made_[i]);
  }
  std::vector<ir::Tensor> take() { return std::move(made_); }

 private:
  const std::vector<ir::Value>& stated_;
  Memory& memory_;
  std::vector<ir::Tensor> made_;
};

Result<std::vector<ir::Tensor>> allocate(const Subject& subject, const std::vector<ir::Value>& stated,
                                         Memory& memory) {
  std::vector<ir::Tensor> outputs(stated.size());
  for (std::size_t i = 0; i < stated.size(); ++i) {
    if (subject.node->outputs[i] == ir::absent) continue;
    std::vector<std::int64_t> shape;
    for (const ir::Dim& dim : stated[i].dims) {
      if (!ir::is_number(dim) && dim.value != 0)
        return fail(exit_plugin, ir::describe(*subject.graph, *subject.node) + ": plugin " +
                                     registry::plugin_text(*subject.op) +
                                     " infers an extent that is free while the model runs; an extent must "
                                     "come from the inputs of the same call");
      shape.push_back(dim.value);
    }
    if (ir::element_count(shape) < 0 || ir::element_count(shape) > (std::int64_t{1} << 36))
      return fail(exit_limit, ir::describe(*subject.graph, *subject.node) + ": an output of shape " +
                                  ir::shape_text(shape) + " is larger than this program computes");
    outputs[i] = memory.output(stated[i].dtype, std::move(shape));
  }
  return outputs;
}

// Errors: exit_plugin, an output is not what was promised.
Result<Done> check_outputs(byom_ctx& ctx, const std::vector<ir::Value>& stated,
                           const std::vector<ir::Tensor>& outputs) {
  std::vector<std::string> clauses;
  if (ctx.runner) clauses = broken_promises(*ctx.subject.node, stated, outputs);
  for (std::size_t i = 0; is_watched(ctx) && i < outputs.size(); ++i)
    if (const std::int64_t left = outputs[i].data ? unwritten_elements(outputs[i]) : 0)
      clauses.push_back("left " + std::to_string(left) + " of the " + std::to_string(outputs[i].count()) +
                        " elements of output " + std::to_string(i) + " unwritten");
  if (clauses.empty()) return done;
  for (const std::string& clause : clauses) ctx.reports.emplace_back(BYOM_ERR_BUG, clause);
  return registry::failure(ctx, BYOM_ERR_BUG);
}

}  // namespace

Result<std::vector<ir::Tensor>> run_node(const Subject& given,
                                         const std::vector<registry::KernelOffer>& kernels,
                                         registry::Session& session, const std::vector<const ir::Tensor*>& in,
                                         std::vector<std::string>* ledger, Memory* memory) {
  Subject subject = given;
  subject.tensors = &in;
  BYOM_TRY(const std::vector<ir::Value> stated, registry::infer_node(subject, session));
  BYOM_TRY(registry::KernelChoice choice, registry::choose_kernel(subject, kernels, session));
  const byom_kernel& kernel = choice.kernel.kernel().table;
  const byom_plan& plan = choice.kernel.plan();
  byom_ctx& ctx = choice.kernel.ctx();
  PooledMemory pooled(ctx.call, is_watched(ctx));
  Memory& from = memory ? *memory : pooled;
  DynamicOutputs dynamic(subject, stated, from);
  std::vector<ir::Tensor> outputs(stated.size());
  if (plan.flags & BYOM_PLAN_DYNAMIC) {
    ctx.runner = &dynamic;
  } else {
    BYOM_TRY(outputs, allocate(subject, stated, from));
  }
  std::vector<byom_tensor> in_views, out_views;
  for (const ir::Tensor* tensor : in) in_views.push_back(tensor ? ir::view(*tensor) : byom_tensor{});
  for (const ir::Tensor& tensor : outputs)
    out_views.push_back(tensor.data ? ir::view(tensor) : byom_tensor{});
  void* scratch = plan.scratch_bytes
                      ? from.scratch(plan.scratch_bytes, std::max<std::uint64_t>(plan.scratch_align, 64))
                      : nullptr;
  if (plan.scratch_bytes && !scratch)
    return fail(exit_limit, ir::describe(*subject.graph, *subject.node) + ": the " +
                                std::to_string(plan.scratch_bytes) +
                                " bytes of scratch memory that its kernel asks for are more than there is");
  BYOM_TRY(const byom_rc rc, registry::call_facet(ctx, [&] {
             return kernel.run(plan.state, &ctx, in_views.data(), in_views.size(), out_views.data(),
                               out_views.size(), scratch);
           }));
  BYOM_CHECK_OK(choice.kernel.release());
  if (registry::outcome(ctx, rc) != BYOM_OK) return registry::failure(ctx, registry::outcome(ctx, rc));
  if (ledger) {
    for (std::string& line : registry::unconsumed(ctx, false)) ledger->push_back(std::move(line));
    ledger->insert(ledger->end(), ctx.body_ledger.begin(), ctx.body_ledger.end());
  }
  if (ctx.runner) outputs = dynamic.take();
  BYOM_CHECK_OK(check_outputs(ctx, stated, outputs));
  // The characters may be an input's or lie in the call's memory, and the output outlives both.
  for (ir::Tensor& output : outputs)
    if (output.dtype == BYOM_STRING) output = ir::own_strings(output);
  return outputs;
}

Result<Program> Program::prepare(const ir::Graph& graph, registry::Registry& registry,
                                 registry::Session& session) {
  serve_bodies(session, registry);
  Program program;
  program.graph_ = &graph;
  program.session_ = &session;
  std::vector<std::int32_t> last(graph.values.size(), -1);
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    for (const ir::ValueId id : graph.nodes[n].inputs)
      if (id != ir::absent) last[static_cast<std::size_t>(id)] = static_cast<std::int32_t>(n);
    for (const ir::ValueId id : ir::captured_by(graph, graph.nodes[n]))
      last[static_cast<std::size_t>(id)] = static_cast<std::int32_t>(n);
  }
  for (const ir::ValueId id : graph.outputs) last[static_cast<std::size_t>(id)] = -1;
  std::string problems;
  for (const ir::Node& node : graph.nodes) {
    BYOM_TRY(Subject subject, registry::subject_of(graph, node, registry));
    BYOM_TRY(auto kernels, registry.kernel_offers(node.domain, node.type));
    if (kernels.empty()) {
      append(problems, "\n", ir::describe(graph, node) + ": no plugin brings a kernel for it");
      continue;
    }
    program.steps_.push_back({&node, subject, std::move(kernels), ir::captured_by(graph, node), {}});
  }
  if (!problems.empty()) return fail(exit_unsupported, problems);
  for (std::size_t id = 0; id < last.size(); ++id)
    if (last[id] >= 0)
      program.steps_[static_cast<std::size_t>(last[id])].last_uses.push_back(static_cast<ir::ValueId>(id));
  return program;
}

Result<std::vector<ir::Tensor>> Program::run_step(const Step& step, const std::vector<const ir::Tensor*>& in,
                                                  const registry::Captured& captured) {
  registry::Subject subject = step.subject;
  subject.captured = &captured;
  return run_node(subject, step.kernels, *session_, in, checked_ ? nullptr : &ledger_);
}

Result<std::vector<ir::Tensor>> Program::run(const std::vector<ir::Tensor>& inputs, const Observer& observe,
                                             const registry::Captured* around) {
  std::vector<ir::Tensor> tensors(graph_->values.size());
  for (std::size_t i = 0; i < graph_->inputs.size(); ++i)
    tensors[static_cast<std::size_t>(graph_->inputs[i])] = inputs[i];
  for (std::size_t i = 0; around && i < graph_->captured.size(); ++i)
    tensors[static_cast<std::size_t>(graph_->captured[i])] =
        around->at(graph_->value(graph_->captured[i]).name);
  const auto tensor_of = [&](ir::ValueId id) -> const ir::Tensor* {
    if (id == ir::absent) return nullptr;
    const ir::Value& value = graph_->value(id);
    ir::Tensor& tensor = tensors[static_cast<std::size_t>(id)];
    if (value.constant && !tensor.data) tensor = ir::contiguous(*value.constant);
    return &tensor;
  };
  for (const Step& step : steps_) {
    std::vector<const ir::Tensor*> in;
    for (const ir::ValueId id : step.node->inputs) in.push_back(tensor_of(id));
    registry::Captured captured;
    for (const ir::ValueId id : step.captured) captured[graph_->value(id).name] = *tensor_of(id);
    BYOM_TRY(std::vector<ir::Tensor> outputs, run_step(step, in, captured));
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const ir::ValueId id = step.node->outputs[i];
      if (id == ir::absent) continue;
      if (observe) observe(*step.node, id, outputs[i]);
      tensors[static_cast<std::size_t>(id)] = std::move(outputs[i]);
    }
    for (const ir::ValueId id : step.last_uses) tensors[static_cast<std::size_t>(id)] = {};
  }
  checked_ = true;
  std::vector<ir::Tensor> results;
  for (const ir::ValueId id : graph_->outputs) results.push_back(*tensor_of(id));
  return results;
}

}  // namespace byom::run
