// Names of calls, and the look at the process after them.
#include "host/registry/call_facet.hpp"

#include "host/support/exit.hpp"

namespace byom::registry {
namespace {

// The subject of a sentence: what the plugin did follows.
std::string name_of_call(const byom_ctx& ctx) {
  return ir::describe(*ctx.subject.graph, *ctx.subject.node) + ": plugin " + plugin_text(*ctx.plugin) +
         ", facet " + name_of(ctx.facet) + ",";
}

}  // namespace

FacetCall::FacetCall(byom_ctx& ctx) : ctx_(ctx), outer_(ctx.session->call), call_(name_of_call(ctx)) {
  if (outer_) outer_->look();
  ctx.session->call = this;
}

FacetCall::~FacetCall() {
  ctx_.session->call = outer_;
}

void FacetCall::look() {
  if (!ctx_.session->guard) return;
  for (std::string& clause : ctx_.session->guard->restore()) clauses_.push_back(std::move(clause));
}

Result<Done> FacetCall::end() {
  look();
  if (ctx_.disturbed_workers)
    clauses_.emplace_back("the processor's floating-point mode was changed on a thread of parallel_for");
  if (CallInProgress::cancelled())
    return fail(exit_plugin,
                name_of_call(ctx_) + " has taken longer than --plugin-deadline allows; nothing was written.");
  if (clauses_.empty()) return done;
  std::string text = name_of_call(ctx_) + " changed the process: ";
  for (std::size_t i = 0; i < clauses_.size(); ++i) text += (i > 0 ? "; " : "") + clauses_[i];
  return fail(exit_plugin, text + ". A plugin must leave it as it finds it; nothing was written.");
}

}  // namespace byom::registry
