// The passes on the ONNX side, in order, and the way back from a batch that cannot stay free.
#include "host/pipeline/original.hpp"

#include <utility>

#include "host/onnx/read_model.hpp"
#include "host/passes/cut.hpp"
#include "host/passes/infer.hpp"
#include "host/passes/other_floats.hpp"
#include "host/support/exit.hpp"

namespace byom::pipeline {

Result<Done> Original::read() {
  job_.progress.stage("Reading " + job_.request.model.string());
  BYOM_TRY(onnx::Model model, onnx::read_model(job_.request.model));
  for (const std::string& warning : model.warnings) job_.progress.warning(warning);
  graph_ = std::move(model.graph);
  files_ = std::move(model.files);
  graph_.name = job_.request.name;
  job_.dump("read", graph_);
  return done;
}

Result<Done> Original::prepare() {
  BYOM_TRY(freezing_, Freezing::of(graph_, job_.request.freeze_nodes, job_.request.freeze_bn));
  const std::string& last = job_.request.penultimate_node;
  if (!last.empty()) BYOM_CHECK_OK(passes::cut_at(graph_, last));
  passes::prune(graph_);
  freezing_.left_behind(graph_, last.empty() ? "serves no output of the model"
                                             : "is not among the nodes that -p " + last + " keeps");
  job_.dump("prune", graph_);
  BYOM_TRY(const auto warnings, passes::check_operators(graph_, job_.registry));
  for (const std::string& warning : warnings) job_.progress.warning(warning);
  BYOM_CHECK_OK(passes::set_input_shapes(graph_, job_.request.input_shapes));
  BYOM_CHECK_OK(passes::check_input_shapes(graph_));
  job_.progress.stage("Converting " + std::to_string(graph_.nodes.size()) + " nodes");
  BYOM_CHECK_OK(with_hint(infer_shapes()));
  job_.dump("infer", graph_);
  if (!last.empty() && graph_.value(graph_.outputs.at(0)).constant)
    return fail(exit_usage, "-p " + last +
                                ": what this node gives is a constant, whatever the model is given; "
                                "name a node that computes with the model's inputs.");
  return done;
}

// With a free batch where the operators allow it, else with the one the model was exported for.
Result<Done> Original::infer_shapes() {
  as_exported_ = graph_;
  const auto inferred = infer_free();
  if (!inferred && batch_.free) {
    BYOM_CHECK_OK(infer_exported());
    tell_fixed(inferred.error());
  } else {
    BYOM_CHECK_OK(inferred);
  }
  drop_computed();
  return done;
}

Result<Done> Original::infer_free() {
  batch_ = passes::free_batch(graph_);
  BYOM_CHECK_OK(passes::infer_and_fold(graph_, job_.registry, job_.session));
  if (!batch_.free || batch_.exported <= 1) return done;
  ir::Graph exported = as_exported_;
  if (!passes::infer_and_fold(exported, job_.registry, job_.session)) return done;
  return passes::same_as_exported(graph_, exported, batch_);
}

Result<Done> Original::infer_exported() {
  graph_ = as_exported_;
  passes::free_batch(graph_);
  passes::fix_batch(graph_, batch_);
  batch_.free = false;
  return passes::infer_and_fold(graph_, job_.registry, job_.session);
}

void Original::tell_fixed(const Error& with_free_batch) const {
  job_.progress.warning("The batch stays fixed at " + std::to_string(batch_.exported) + ": " +
                        with_free_batch.text);
}

void Original::drop_computed() {
  passes::prune(graph_);
  freezing_.left_behind(graph_, "is computed while converting, or only what is computed then needs it");
}

Result<passes::Translation> Original::translate() {
  std::vector<passes::PatternUse> uses;
  auto translation = translate_inferred(uses);
  if (!translation && batch_.free && translation.error().code == exit_unsupported) {
    const Error with_free_batch = translation.error();
    BYOM_CHECK_OK(with_hint(infer_exported()));
    drop_computed();
    translation = translate_inferred(uses);
    if (translation) tell_fixed(with_free_batch);
  }
  for (const std::string& line : passes::told(uses)) job_.progress.info(line);
  job_.dump("patterns", rewritten_);
  if (!translation) return with_hint(std::move(translation));
  job_.dump("translate", translation->graph);
  freezing_.follow(uses);
  BYOM_CHECK_OK(freeze(*translation));
  return translation;
}

// On a copy: the result is compared with the graph that was read.
Result<passes::Translation> Original::translate_inferred(std::vector<passes::PatternUse>& uses) {
  rewritten_ = graph_;
  BYOM_TRY(const auto patterns, job_.registry.patterns());
  BYOM_TRY(uses, passes::apply_patterns(rewritten_, patterns, job_.registry, job_.session));
  return passes::translate(rewritten_, job_.registry, job_.session);
}

Result<Done> Original::freeze(passes::Translation& translation) {
  BYOM_CHECK_OK(freezing_.apply(translation.graph, job_.registry));
  for (const std::string& warning : freezing_.warnings()) job_.progress.warning(warning);
  return done;
}

// Refusals of a network that does not compute in float32 have their way out in common.
template <class T>
Result<T> Original::with_hint(Result<T> result) const {
  if (result || result.error().code != exit_unsupported) return result;
  const std::string hint = passes::other_floats_hint(graph_);
  return hint.empty() ? std::move(result) : fail(exit_unsupported, result.error().text + "\n" + hint);
}

}  // namespace byom::pipeline
