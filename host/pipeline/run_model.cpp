// The order of the stages of a run.
#include "host/pipeline/run_model.hpp"

#include <algorithm>

#include "host/onnx/read_model.hpp"
#include "host/passes/cut.hpp"
#include "host/passes/free_batch.hpp"
#include "host/passes/infer.hpp"
#include "host/pipeline/npy_files.hpp"
#include "host/run/execute.hpp"
#include "host/support/exit.hpp"
#include "host/support/half.hpp"
#include "host/support/quote.hpp"
#include "host/verify/given_inputs.hpp"
#include "host/verify/probe.hpp"

namespace byom::pipeline {
namespace {

// Makes the values that are asked for the outputs, each once.
Result<Done> choose_outputs(ir::Graph& graph, const std::vector<std::string>& names) {
  std::vector<ir::ValueId> wanted = names.empty() ? graph.outputs : std::vector<ir::ValueId>();
  for (const std::string& name : names) {
    const auto named = [&](ir::ValueId id) { return graph.value(id).name == name; };
    const auto input = std::ranges::find_if(graph.inputs, named);
    ir::ValueId id = ir::absent;
    if (input != graph.inputs.end()) {
      id = *input;
    } else {
      BYOM_TRY(id, passes::find_tensor(graph, name, "--node"));
    }
    wanted.push_back(id);
  }
  graph.outputs.clear();
  for (const ir::ValueId id : wanted)
    if (std::ranges::count(graph.outputs, id) == 0) graph.outputs.push_back(id);
  passes::prune(graph);
  return done;
}

// With the extents of this run, and everything that is known before it.
Result<Done> prepare(ir::Graph& graph, const RunRequest& request, const verify::GivenInputs& given,
                     registry::Registry& registry, registry::Session& session, const Progress& progress) {
  BYOM_TRY(const auto warnings, passes::check_operators(graph, registry));
  for (const std::string& warning : warnings) progress.warning(warning);
  BYOM_CHECK_OK(passes::set_input_shapes(graph, request.input_shapes));
  BYOM_CHECK_OK(verify::take_extents(graph, given));
  BYOM_CHECK_OK(passes::check_input_shapes(graph));
  BYOM_CHECK_OK(passes::infer_and_fold(graph, registry, session, passes::Unknown::is_left));
  passes::prune(graph);
  return done;
}

Result<std::vector<ir::Tensor>> compute(const ir::Graph& graph, const RunRequest& request,
                                        const verify::GivenInputs& given, registry::Registry& registry,
                                        registry::Session& session, const Progress& progress) {
  BYOM_TRY(auto inputs, verify::random_inputs(graph, registry, 1, request.seed, given));
  BYOM_CHECK_OK(verify::replace_inputs(graph, given, inputs));
  for (const auto& [name, input] : given)
    if (!input.note.empty()) progress.info(input.note);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (const std::string& name = graph.value(graph.inputs[i]).name; !given.contains(name))
      progress.info("Input " + byom::quoted(name) + " is drawn (--seed " + std::to_string(request.seed) +
                    "): " + ir::dtype_name(inputs[i].dtype) + ir::shape_text(inputs[i].shape) + ".");
  BYOM_TRY(auto program, run::Program::prepare(graph, registry, session));
  BYOM_TRY(auto tensors, program.run(inputs));
  for (const std::string& line : program.ledger()) progress.warning(line);
  for (ir::Tensor& tensor : tensors) tensor = ir::contiguous(tensor);
  return tensors;
}

ir::Tensor widened(const ir::Tensor& tensor) {
  ir::Tensor wide = ir::make_tensor(BYOM_FLOAT, tensor.shape);
  std::ranges::transform(tensor.elements<std::uint16_t>(), reinterpret_cast<float*>(ir::writable(wide)),
                         from_bfloat16);
  return wide;
}

Result<Done> write(NpyFiles& files, const std::vector<ComputedTensor>& computed, const Progress& progress) {
  for (std::size_t i = 0; i < computed.size(); ++i) {
    const auto& [name, tensor, file] = computed[i];
    const bool wide = tensor.dtype == BYOM_BFLOAT16;
    if (wide) progress.info("NumPy has no type bfloat16: " + byom::quoted(name) + " is written as float32.");
    const auto written = files.write(i, wide ? widened(tensor) : tensor);
    if (!written && written.error().code == exit_unsupported)
      return fail(exit_unsupported, byom::quoted(name) +
                                        " cannot be written as .npy: " + written.error().text +
                                        "; leave --output out, or name other values with --node.");
    BYOM_CHECK_OK(written);
  }
  return done;
}

}  // namespace

Result<std::vector<ComputedTensor>> run_model(const RunRequest& request, registry::Registry& registry,
                                              registry::Session& session, const Progress& progress) {
  progress.stage("Reading " + request.model.string());
  BYOM_TRY(onnx::Model model, onnx::read_model(request.model));
  for (const std::string& warning : model.warnings) progress.warning(warning);
  ir::Graph& graph = model.graph;
  BYOM_CHECK_OK(choose_outputs(graph, request.nodes));
  BYOM_TRY(const auto given, verify::read_inputs(graph, request.input_files));
  BYOM_CHECK_OK(prepare(graph, request, given, registry, session, progress));
  std::vector<std::string> names;
  for (const ir::ValueId id : graph.outputs) names.push_back(graph.value(id).name);
  std::unique_ptr<NpyFiles> files;
  if (!request.output.empty()) {  // before much is computed: the folder may not be writable
    BYOM_TRY(files, NpyFiles::create(request.output, names));
  }
  progress.stage("Computing " + std::to_string(graph.nodes.size()) + " nodes");
  BYOM_TRY(auto tensors, compute(graph, request, given, registry, session, progress));
  for (const auto& file : model.files) BYOM_CHECK_OK(file->unchanged());
  // The last thing a plugin does, before anything gets a name.
  BYOM_CHECK_OK(registry.shut_down(session.guard ? &*session.guard : nullptr));
  std::vector<ComputedTensor> computed;
  for (std::size_t i = 0; i < tensors.size(); ++i) computed.push_back({names[i], std::move(tensors[i]), {}});
  if (!files) return computed;
  BYOM_CHECK_OK(write(*files, computed, progress));
  BYOM_TRY(const auto paths, files->publish());
  for (std::size_t i = 0; i < paths.size(); ++i) computed[i].file = paths[i];
  return computed;
}

}  // namespace byom::pipeline
