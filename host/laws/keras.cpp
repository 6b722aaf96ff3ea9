// Law: real Keras accepts the layers in both of its generations, and computes the kernel's numbers.
#include <map>
#include <set>

#include "host/archive/output_file.hpp"
#include "host/keras/custom_layers.hpp"
#include "host/keras/write_keras.hpp"
#include "host/laws/laws.hpp"
#include "host/laws/question.hpp"
#include "host/passes/infer.hpp"
#include "host/support/exit.hpp"
#include "host/support/scratch_folder.hpp"
#include "host/verify/real_keras.hpp"

namespace byom::laws {
namespace {

class KerasTrial {
 public:
  KerasTrial(Bench& bench, std::filesystem::path folder, Report& report)
      : bench_(bench), folder_(std::move(folder)), report_(report), layers_(*bench.registry) {}

  // Writes the layers of the examples, and of the same with random numbers, as files of both generations.
  void collect(const Item& item) {
    if (!item.own || (item.op->table.flags & BYOM_OP_RANDOM) != 0 || !item.kernel) return;
    std::mt19937_64 random(bench_.seed);
    for_each_example(bench_, item, report_,
                     [&](Question& question, const byom_example&, const std::string& name) {
                       collect(item, question, name);
                       if (const auto drawn = question.drawn(random, 1.0))
                         collect(item, *drawn, name + " with random numbers");
                     });
  }

  void judge(std::int32_t dialect, const std::string& python) {
    if (cases_[dialect].empty()) return;
    const std::string generation = "Keras " + std::to_string(dialect);
    verify::KerasQuestion question;
    question.python = python;
    question.dialect = dialect;
    question.waiting = [&] { report_.doing("asking real " + generation); };
    const auto answer = verify::ask_keras(question, cases_[dialect]);
    const bool asked_for = python != verify::KerasQuestion().python;  // by --python
    if (!answer && answer.error().code == exit_usage && !asked_for) return report_.skip(answer.error().text);
    if (!answer) return report_.fail(answer.error().text);
    if (!answer->missing.empty())
      return report_.skip(python + " has no " + generation + " (" + answer->missing +
                          "); --python names one that has");
    for (const verify::KerasVerdict& verdict : answer->verdicts)
      if (!verdict.problem.empty())
        report_.fail(verdict.name + ": " + verdict.problem + " (" + answer->keras + ")");
  }

 private:
  void collect(const Item& item, const Question& question, const std::string& name) {
    report_.doing(item.name() + ", " + name);  // this law has no operator of its own
    if (question.declined() || !expressible(question)) return;
    const auto numbers = question.run();
    const auto graph = as_layers(item, question);
    if (numbers && graph) write(item, question, name, *graph, *numbers);  // else the matter of other laws
  }

  // A Keras model has inputs, each with a batch; NumPy knows neither strings nor bfloat16.
  static bool expressible(const Question& question) {
    for (std::size_t i = 0; i < question.inputs.size(); ++i) {
      const ir::Tensor& tensor = question.inputs[i];
      if (tensor.dtype == BYOM_STRING || tensor.dtype == BYOM_BFLOAT16) return false;
      if (tensor.dtype != 0 && tensor.shape.empty() && i == 0) return false;
    }
    return true;
  }

  // The translation; or the node itself, where it is a layer.
  Result<ir::Graph> as_layers(const Item& item, const Question& question) {
    if (item.op->table.translate) {
      BYOM_TRY(passes::Translation made, question.translated(question.graph(Question::all_but_first)));
      return std::move(made.graph);
    }
    if (item.op->forms.empty()) return fail(exit_unsupported, "it is no layer");
    ir::Graph graph = question.graph([&](std::size_t i) { return question.is_weight(i); });
    BYOM_CHECK_OK(passes::infer_and_fold(graph, *bench_.registry, bench_.session));
    return graph;
  }

  // The tensors that the graph's inputs stand for, by the names that Question gives them.
  static std::vector<ir::Tensor> inputs_of(const Question& question, const ir::Graph& graph) {
    std::vector<ir::Tensor> tensors;
    for (const ir::ValueId id : graph.inputs)
      for (std::size_t i = 0; i < question.inputs.size(); ++i)
        if (graph.value(id).name == "input" + std::to_string(i)) tensors.push_back(question.inputs[i]);
    return tensors;
  }

  void write(const Item& item, const Question& question, const std::string& name, const ir::Graph& graph,
             const std::vector<ir::Tensor>& numbers) {
    verify::KerasCase one;
    one.inputs = inputs_of(question, graph);
    if (one.inputs.empty() || one.inputs.size() != graph.inputs.size()) return;
    for (std::size_t i = 0; i < numbers.size(); ++i)
      if (question.wanted[i]) one.outputs.push_back(numbers[i]);
    for (const std::int32_t dialect : {BYOM_DIALECT_KERAS3, BYOM_DIALECT_KERAS2}) {
      one.name = item.name() + ", " + name + ", Keras " + std::to_string(dialect);
      const auto written = write_form(graph, dialect, one);
      if (written)
        cases_[dialect].push_back(one);
      else if (written.error().code == exit_plugin)
        report_.fail(one.name + ": " + written.error().text);
    }
  }

  // Errors: exit_unsupported where the layers have no form in this dialect.
  Result<Done> write_form(const ir::Graph& graph, std::int32_t dialect, verify::KerasCase& one) {
    const bool keras3 = dialect == BYOM_DIALECT_KERAS3;
    const std::string stem = std::to_string(dialect) + "_" + std::to_string(cases_[dialect].size());
    one.model = folder_ / (stem + (keras3 ? ".keras" : ".h5"));
    BYOM_TRY(const keras::Model model, keras::plan_model(graph, dialect, layers_));
    BYOM_TRY(const keras::CustomLayers custom, keras::custom_layers(model));
    one.custom_layers.clear();
    if (!custom.text.empty()) {
      one.custom_layers = folder_ / (stem + ".py");
      BYOM_CHECK_OK(write_file(one.custom_layers, [&](archive::Sink& sink) {
        return sink.write(std::as_bytes(std::span(custom.text)));
      }));
    }
    return write_file(one.model, [&](archive::Sink& sink) {
      return (keras3 ? keras::write_keras : keras::write_h5)(graph, layers_, {}, sink);
    });
  }

  template <class Write>
  static Result<Done> write_file(const std::filesystem::path& path, const Write& write) {
    BYOM_TRY(const auto file, archive::OutputFile::create(path.string()));
    archive::FileSink sink(*file);
    BYOM_CHECK_OK(write(sink));
    BYOM_CHECK_OK(sink.finish());
    return file->publish();
  }

  Bench& bench_;
  std::filesystem::path folder_;
  Report& report_;
  keras::RegistryLayers layers_;
  std::map<std::int32_t, std::vector<verify::KerasCase>> cases_;
};

}  // namespace

void keras(const Target& target, Report& report) {
  report.doing("loading");
  auto bench = open_bench(target);
  if (!bench) return report.skip(bench.error().text);
  auto folder = ScratchFolder::make();
  if (!folder) return report.skip(folder.error().text);
  (*bench)->seed = target.seed;
  KerasTrial trial(**bench, folder->path(), report);
  for (const Item& item : (*bench)->items) trial.collect(item);
  for (const std::int32_t dialect : {BYOM_DIALECT_KERAS3, BYOM_DIALECT_KERAS2})
    trial.judge(dialect, target.python);
}

}  // namespace byom::laws
