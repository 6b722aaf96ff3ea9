// Inference on a copy of the body, and one program for each body that has run.
#include "host/run/bodies.hpp"

#include <algorithm>

#include "host/registry/infer_node.hpp"
#include "host/run/execute.hpp"
#include "host/run/fold_node.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/quote.hpp"

namespace byom::run {

namespace {

using registry::Subject;

class ExecutorBodies final : public registry::Bodies {
 public:
  ExecutorBodies(registry::Session& session, registry::Registry& registry)
      : session_(session), registry_(registry) {}

  [[nodiscard]] bool of(const registry::Registry& registry) const { return &registry_ == &registry; }

  Result<std::vector<ir::Value>> infer(const Subject& subject, const ir::Graph& body,
                                       std::vector<ir::Value> inputs) override {
    ir::Graph graph = body;
    for (std::size_t i = 0; i < inputs.size(); ++i) bind(graph, graph.inputs[i], std::move(inputs[i]));
    for (const ir::ValueId id : graph.captured) {
      BYOM_TRY(ir::Value value, around(subject, graph.value(id).name));
      bind(graph, id, std::move(value));
    }
    std::string problems;
    for (const ir::Node& node : graph.nodes) {
      const auto unknown = [&](ir::ValueId id) { return id != ir::absent && graph.value(id).dtype == 0; };
      if (std::ranges::any_of(node.inputs, unknown)) continue;  // its producer's problem is already listed
      if (const auto inferred = infer_node(graph, node); !inferred)
        append(problems, "; ", inferred.error().text);
    }
    if (!problems.empty()) return fail(exit_unsupported, problems);
    std::vector<ir::Value> outputs;
    for (const ir::ValueId id : graph.outputs) outputs.push_back(graph.value(id));
    return outputs;
  }

  Result<std::vector<ir::Tensor>> run(const Subject& subject, std::shared_ptr<const ir::Graph> body,
                                      const std::vector<ir::Tensor>& inputs,
                                      std::vector<std::string>& ledger) override {
    auto known = programs_.find(body.get());
    if (known == programs_.end()) {
      BYOM_TRY(Program program, Program::prepare(*body, registry_, session_));
      known = programs_.emplace(body.get(), Prepared{body, std::move(program)}).first;
    }
    Program& program = known->second.program;
    const std::size_t said = program.ledger().size();
    BYOM_TRY(std::vector<ir::Tensor> outputs, program.run(inputs, {}, subject.captured));
    ledger.insert(ledger.end(), program.ledger().begin() + static_cast<std::ptrdiff_t>(said),
                  program.ledger().end());
    for (ir::Tensor& output : outputs)
      if (!output.owner) output = owned(output);
    return outputs;
  }

 private:
  struct Prepared {
    std::shared_ptr<const ir::Graph> body;  // keeps the address from being another body's
    Program program;
  };

  // The body's own name stays; what is known of the value comes from outside.
  static void bind(ir::Graph& graph, ir::ValueId id, ir::Value value) {
    ir::Value& inside = graph.value(id);
    inside.constant = std::move(value.constant);
    registry::state(inside, std::move(value));
  }

  // A value of the graph around. While a model runs its extents and small integers are those of the tensor;
  // it is no constant then, for folding would run the body.
  static Result<ir::Value> around(const Subject& subject, const std::string& name) {
    const auto found = std::ranges::find(subject.graph->values, name, &ir::Value::name);
    if (found == subject.graph->values.end())
      return fail(exit_bug, "captures " + byom::quoted(name) + ", which is in no graph around");
    ir::Value value = *found;
    if (!subject.tensors || value.constant) return value;
    const auto tensor =
        subject.captured ? subject.captured->find(name) : registry::Captured::const_iterator();
    if (!subject.captured || tensor == subject.captured->end())
      return fail(exit_bug, "captures " + byom::quoted(name) + ", which was not computed");
    value.dtype = tensor->second.dtype;
    value.rank = static_cast<std::int32_t>(tensor->second.shape.size());
    value.dims.clear();
    for (const std::int64_t extent : tensor->second.shape) value.dims.push_back(ir::number(extent));
    value.elements = registry::known_elements(tensor->second);
    return value;
  }

  Result<Done> infer_node(ir::Graph& graph, const ir::Node& node) {
    BYOM_TRY(const Subject subject, registry::subject_of(graph, node, registry_));
    if (const auto wrong = registry::schema_violations(subject); !wrong.empty())
      return fail(exit_unsupported, join(wrong, "; "));
    BYOM_TRY(std::vector<ir::Value> inferred, registry::infer_node(subject, session_));
    for (std::size_t i = 0; i < node.outputs.size(); ++i)
      if (node.outputs[i] != ir::absent)
        registry::state(graph.value(node.outputs[i]), std::move(inferred[i]));
    return fold_node(graph, subject, registry_, session_);
  }

  static ir::Tensor owned(const ir::Tensor& tensor) {
    ir::Tensor copy = ir::make_tensor(tensor.dtype, tensor.shape);
    ir::copy_elements(tensor, 0, tensor.count(), ir::writable(copy));
    return copy;
  }

  registry::Session& session_;
  registry::Registry& registry_;
  std::map<const ir::Graph*, Prepared> programs_;
};

}  // namespace

void serve_bodies(registry::Session& session, registry::Registry& registry) {
  const auto* bodies = dynamic_cast<const ExecutorBodies*>(session.bodies.get());
  if (!bodies || !bodies->of(registry)) session.bodies = std::make_unique<ExecutorBodies>(session, registry);
}

}  // namespace byom::run
