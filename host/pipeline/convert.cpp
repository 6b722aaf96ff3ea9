// The order of the stages: the only file that knows it.
#include "host/pipeline/convert.hpp"

#include <algorithm>
#include <chrono>
#include <span>
#include <tuple>

#include "host/onnx/read_model.hpp"
#include "host/passes/apply_patterns.hpp"
#include "host/passes/cut.hpp"
#include "host/passes/free_batch.hpp"
#include "host/passes/infer.hpp"
#include "host/passes/other_floats.hpp"
#include "host/passes/translate.hpp"
#include "host/pipeline/check_with.hpp"
#include "host/pipeline/freezing.hpp"
#include "host/pipeline/outputs.hpp"
#include "host/pipeline/untied_weights.hpp"
#include "host/support/counted.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::pipeline {

namespace {

class Conversion {
 public:
  Conversion(const Request& request, registry::Registry& registry, registry::Session& session,
             const Progress& progress)
      : request_(request), registry_(registry), session_(session), progress_(progress), layers_(registry) {}

  Result<Outcome> run() {
    BYOM_CHECK_OK(check_dump());
    std::optional<archive::KeyDerivation> key;
    if (std::ranges::count(request_.formats, "tltb") > 0) {
      BYOM_TRY(key, archive::KeyDerivation::start(request_.key));
    }
    BYOM_CHECK_OK(read());
    end_of_stage("read");
    BYOM_CHECK_OK(prepare());
    BYOM_TRY(passes::Translation translation, with_hint(translate()));
    dump("translate", translation.graph);
    BYOM_CHECK_OK(freeze(translation));
    BYOM_CHECK_OK(tell_untied(translation));
    end_of_stage("convert");
    progress_.stage("Writing");
    BYOM_TRY(const auto outputs, Outputs::create(request_, std::move(key)));
    BYOM_CHECK_OK(outputs->write(translation, layers_, provenance(translation)));
    warn_of_initializer(outputs->without_initializer());
    end_of_stage("write");
    BYOM_CHECK_OK(verify(*outputs, translation));
    end_of_stage("verify");
    for (const auto& file : files_) BYOM_CHECK_OK(file->unchanged());
    // The last thing a plugin does, before anything gets a name.
    BYOM_CHECK_OK(registry_.shut_down(session_.guard ? &*session_.guard : nullptr));
    BYOM_TRY(outcome_.files, outputs->publish());
    outcome_.older_files = outputs->older_files();
    end_of_stage("publish");
    outcome_.onnx_nodes = graph_.nodes.size();
    for (const ir::Node& layer : translation.graph.nodes) {
      outcome_.layers += 1;
      outcome_.weights += layer.weights;
    }
    return std::move(outcome_);
  }

 private:
  Result<Done> read() {
    progress_.stage("Reading " + request_.model.string());
    BYOM_TRY(onnx::Model model, onnx::read_model(request_.model));
    for (const std::string& warning : model.warnings) progress_.warning(warning);
    graph_ = std::move(model.graph);
    files_ = std::move(model.files);
    graph_.name = request_.name;
    dump("read", graph_);
    return done;
  }

  Result<Done> prepare() {
    BYOM_TRY(freezing_, Freezing::of(graph_, request_.freeze_nodes, request_.freeze_bn));
    const std::string& last = request_.penultimate_node;
    if (!last.empty()) BYOM_CHECK_OK(passes::cut_at(graph_, last));
    passes::prune(graph_);
    freezing_.left_behind(graph_, last.empty() ? "serves no output of the model"
                                               : "is not among the nodes that -p " + last + " keeps");
    dump("prune", graph_);
    BYOM_TRY(const auto warnings, passes::check_operators(graph_, registry_));
    for (const std::string& warning : warnings) progress_.warning(warning);
    BYOM_CHECK_OK(passes::set_input_shapes(graph_, request_.input_shapes));
    BYOM_CHECK_OK(passes::check_input_shapes(graph_));
    progress_.stage("Converting " + std::to_string(graph_.nodes.size()) + " nodes");
    BYOM_CHECK_OK(infer_shapes());
    if (!last.empty() && graph_.value(graph_.outputs.at(0)).constant)
      return fail(exit_usage, "-p " + last +
                                  ": what this node gives is a constant, whatever the model is given; "
                                  "name a node that computes with the model's inputs.");
    return done;
  }

  // With a free batch where the operators allow it, else with the one the model was exported for.
  Result<Done> infer_shapes() {
    as_exported_ = graph_;
    batch_ = passes::free_batch(graph_);
    auto inferred = passes::infer_and_fold(graph_, registry_, session_);
    if (inferred && batch_.free && batch_.exported > 1) {
      ir::Graph exported = as_exported_;
      if (passes::infer_and_fold(exported, registry_, session_))
        inferred = passes::same_as_exported(graph_, exported, batch_);
    }
    if (!inferred && batch_.free) {
      const Error with_free_batch = inferred.error();
      inferred = infer_exported();
      if (inferred) tell_fixed(with_free_batch);
    }
    BYOM_CHECK_OK(with_hint(std::move(inferred)));
    passes::prune(graph_);
    freezing_.left_behind(graph_, "is computed while converting, or only what is computed then needs it");
    dump("infer", graph_);
    return done;
  }

  // Refusals of a network that does not compute in float32 have their way out in common.
  template <class T>
  Result<T> with_hint(Result<T> result) const {
    if (result || result.error().code != exit_unsupported) return result;
    const std::string hint = passes::other_floats_hint(graph_);
    return hint.empty() ? std::move(result) : fail(exit_unsupported, result.error().text + "\n" + hint);
  }

  Result<Done> infer_exported() {
    graph_ = as_exported_;
    passes::free_batch(graph_);
    passes::fix_batch(graph_, batch_);
    batch_.free = false;
    return passes::infer_and_fold(graph_, registry_, session_);
  }

  void tell_fixed(const Error& with_free_batch) const {
    progress_.warning("The batch stays fixed at " + std::to_string(batch_.exported) + ": " +
                      with_free_batch.text);
  }

  // With the batch that infer_shapes left, free or not; where no layer follows a free one, with the exported.
  Result<passes::Translation> translate() {
    BYOM_TRY(auto uses, apply_patterns());
    auto translation = passes::translate(rewritten_, registry_, session_);
    if (!translation && batch_.free && translation.error().code == exit_unsupported) {
      const Error with_free_batch = translation.error();
      BYOM_CHECK_OK(infer_exported());
      passes::prune(graph_);
      BYOM_TRY(uses, apply_patterns());
      translation = passes::translate(rewritten_, registry_, session_);
      if (translation) tell_fixed(with_free_batch);
    }
    for (const std::string& line : passes::told(uses)) progress_.info(line);
    freezing_.follow(uses);
    dump("patterns", rewritten_);
    return translation;
  }

  // On a copy: the result is compared with the graph that was read.
  Result<std::vector<passes::PatternUse>> apply_patterns() {
    rewritten_ = graph_;
    BYOM_TRY(const auto patterns, registry_.patterns());
    return passes::apply_patterns(rewritten_, patterns, registry_, session_);
  }

  Result<Done> freeze(passes::Translation& translation) {
    BYOM_CHECK_OK(freezing_.apply(translation.graph, registry_));
    for (const std::string& warning : freezing_.warnings()) progress_.warning(warning);
    return done;
  }

  Result<Done> tell_untied(const passes::Translation& translation) {
    BYOM_TRY(const std::string text, untied_weights(rewritten_, translation.graph, registry_));
    if (!text.empty()) progress_.info(text);
    return done;
  }

  void warn_of_initializer(const std::vector<std::string>& layers) const {
    if (layers.empty()) return;
    constexpr std::size_t most = 4;
    std::string names = join(std::span(layers).first(std::min(layers.size(), most)), ", ");
    if (layers.size() > most) names += " and " + counted(layers.size() - most, "more layer");
    progress_.warning("-ki " + request_.kernel_initializer + " makes matrices only: the kernels of " + names +
                      " have other dimensions and keep Keras's default initializer; another -ki serves all.");
  }

  Provenance provenance(const passes::Translation& translation) const {
    Provenance result;
    const auto opset = graph_.opsets.find("");
    result.opset = opset == graph_.opsets.end() ? 0 : opset->second;
    result.frozen_layers = freezing_.layers();
    const auto makers = ir::producers(rewritten_);
    for (const auto& [tensor, value] : translation.tensors) {
      keras::MappedTensor mapped{rewritten_.value(tensor).name, "", value, "", ""};
      const std::int32_t maker = makers[static_cast<std::size_t>(tensor)];
      if (maker >= 0) {
        const ir::Node& node = rewritten_.nodes[static_cast<std::size_t>(maker)];
        mapped.operator_type = node.type;
        if (const auto op = registry_.op(node.domain, node.type); op && *op) {
          mapped.plugin = (*op)->plugin->manifest.id;
          mapped.plugin_version = (*op)->plugin->manifest.version;
        }
      }
      result.tensors.push_back(std::move(mapped));
    }
    return result;
  }

  // ONNX tensor names and the values that stand for them in a model that was read back.
  Result<std::map<std::string, ir::ValueId>> correspondence(const passes::Translation& translation,
                                                            const std::string& format,
                                                            const ir::Graph& written) {
    BYOM_TRY(const keras::Model model, keras::plan_model(translation.graph, dialect_of(format), layers_));
    std::map<std::string, std::vector<const ir::Node*>> calls;
    for (const ir::Node& layer : written.nodes) calls[layer.name].push_back(&layer);
    std::map<std::string, ir::ValueId> found;
    for (const auto& [tensor, value] : translation.tensors) {
      const keras::Maker maker = model.makers[static_cast<std::size_t>(value)];
      if (maker.layer < 0) continue;
      const auto& of_layer = calls[model.layers[static_cast<std::size_t>(maker.layer)].name];
      if (static_cast<std::size_t>(maker.call) >= of_layer.size()) continue;
      found[graph_.value(tensor).name] =
          of_layer[static_cast<std::size_t>(maker.call)]->outputs[static_cast<std::size_t>(maker.output)];
    }
    return found;
  }

  Result<Done> verify(Outputs& outputs, const passes::Translation& translation) {
    progress_.stage("Running the original");
    BYOM_TRY(const verify::Answers answers,
             verify::ask_original(graph_, batch_, registry_, session_, request_.verification));
    for (const std::string& note : answers.notes) progress_.info(note);
    // What is compared from here on is in the answers and in the written file.
    for (const auto& file : files_) file->release_pages();
    for (const std::string& format : request_.formats) {
      progress_.stage("Verifying " + request_.name + "." + format);
      BYOM_TRY(const ir::Graph written, outputs.read_back(format, layers_));
      dump("read_back", written);
      BYOM_TRY(const auto tensors, correspondence(translation, format, written));
      BYOM_TRY(verify::Verdict verdict,
               verify::verify(graph_, answers, written, tensors, registry_, session_, request_.verification));
      const auto badness = [](const verify::Verdict& v) {
        return std::tuple(!v.within, v.doubts.size(), v.largest);
      };
      if (badness(verdict) >= badness(outcome_.verdict)) outcome_.verdict = std::move(verdict);
      if (!outcome_.verdict.within) break;
    }
    outcome_.custom_classes = outputs.custom_classes();
    if (!request_.check_with.empty()) BYOM_CHECK_OK(ask_keras(outputs, answers));
    return request_.strict ? strictly() : done;
  }

  // Nothing is published of which the check leaves a doubt.
  Result<Done> strictly() const {
    const verify::Verdict& verdict = outcome_.verdict;
    if (verdict.within && verdict.doubts.empty()) return done;
    std::string text = "The converted model differs from the original by " +
                       verify::difference_text(verdict.largest) +
                       ", more than the threshold; nothing was written (--strict).";
    if (verdict.within)
      text =
          "The converted model differs nowhere, but that proves too little; nothing was written (--strict).";
    for (const verify::Doubt& doubt : verdict.doubts) text += "\n" + doubt.text;
    if (!verdict.departures.empty()) {
      const verify::Departure& first = verdict.departures.front();
      text += "\nFirst difference: " + first.node +
              (first.plugin.empty() ? "" : " of plugin " + first.plugin) + ", " + first.layer + ".";
    }
    return fail(exit_difference, text);
  }

  Result<Done> ask_keras(const Outputs& outputs, const verify::Answers& answers) {
    progress_.stage("Running the result in real Keras (" + request_.check_with + ")");
    BYOM_TRY(outcome_.keras, check_with(request_, outputs, verify::probes_of(graph_, answers)));
    for (const KerasVerdict& verdict : outcome_.keras)
      if (!verdict.problem.empty() && request_.strict)
        return fail(exit_difference, verdict.file + ": " + verdict.keras + ": " + verdict.problem +
                                         "; nothing was written (--strict).");
    return done;
  }

  void end_of_stage(const char* stage) {
    const auto now = std::chrono::steady_clock::now();
    outcome_.seconds.emplace_back(stage, std::chrono::duration<double>(now - stage_began_).count());
    stage_began_ = now;
  }

  Result<Done> check_dump() const {
    const std::vector<std::string> known = {"read", "prune", "infer", "patterns", "translate", "read_back"};
    if (request_.dump.empty() || std::ranges::count(known, request_.dump.substr(6)) > 0) return done;
    return fail(exit_usage, "--dump: there is no pass " + byom::quoted(request_.dump.substr(6)) +
                                "; there are " + quoted_list(known, "and") + ".");
  }

  void dump(const std::string& pass, const ir::Graph& graph) const {
    if (request_.dump == "after:" + pass) progress_.dump(ir::print(graph));
  }

  const Request& request_;
  registry::Registry& registry_;
  registry::Session& session_;
  const Progress& progress_;
  keras::RegistryLayers layers_;
  ir::Graph as_exported_;  // before its batch was set free
  ir::Graph graph_;        // the original: run for comparison
  ir::Graph rewritten_;    // the same with patterns applied: translated
  std::vector<std::shared_ptr<const MappedFile>> files_;
  passes::Batch batch_;
  Freezing freezing_;
  Outcome outcome_;
  std::chrono::steady_clock::time_point stage_began_ = std::chrono::steady_clock::now();
};

}  // namespace

Result<Outcome> convert(const Request& request, registry::Registry& registry, registry::Session& session,
                        const Progress& progress) {
  return Conversion(request, registry, session, progress).run();
}

}  // namespace byom::pipeline
