// A graph of one node.
#include "host/laws/question.hpp"

#include <algorithm>
#include <cstring>

#include "host/passes/infer.hpp"
#include "host/registry/type_rules.hpp"
#include "host/support/exit.hpp"
#include "host/verify/probe.hpp"

namespace byom::laws {

using registry::Subject;

Question::Question(Bench& bench, const Item& item, const byom_schema& schema, const byom_example& example)
    : bench_(&bench), item_(&item), schema_(&schema) {
  for (std::uint64_t i = 0; i < example.n_in; ++i) inputs.push_back(ir::from_view(example.in[i]));
  for (std::uint64_t a = 0; a < example.n_attrs; ++a) attributes.push_back(ir::from_view(example.attrs[a]));
  for (std::uint64_t i = 0; i < example.n_out; ++i) wanted.push_back(example.out[i].dtype != 0);
}

bool Question::is_weight(std::size_t input) const {
  return item_->op->layer.n_weights > 0 && input >= schema_->n_inputs;
}

std::uint32_t Question::flags(std::size_t input) const {
  if (is_weight(input) || schema_->n_inputs == 0) return 0;
  return schema_->inputs[std::min<std::uint64_t>(input, schema_->n_inputs - 1)].flags;
}

std::vector<ir::Attribute> Question::stated_attributes() const {
  std::vector<ir::Attribute> all = attributes;
  for (std::uint64_t a = 0; a < schema_->n_attrs; ++a) {
    const byom_attr& preset = schema_->attrs[a].preset;
    const std::string name = ir::to_string(schema_->attrs[a].name);
    const bool there = std::ranges::any_of(all, [&](const ir::Attribute& at) { return at.name == name; });
    if (there || (preset.flags & BYOM_NO_DEFAULT)) continue;
    all.push_back(ir::from_view(preset));
    all.back().name = name;
  }
  return all;
}

// Enough for many pieces of a parallel loop; where two axes grow it would be thousands of times as much.
constexpr std::int64_t most_elements = 1 << 18;

std::optional<Question> Question::repeated(std::int64_t times) const {
  if (inputs.empty() || inputs[0].shape.empty()) return std::nullopt;
  Question longer = *this;
  const std::int64_t extent = inputs[0].shape[0];
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    ir::Tensor& tensor = longer.inputs[i];
    const bool like = !tensor.shape.empty() && tensor.shape[0] == extent && !is_weight(i) &&
                      !(flags(i) & (BYOM_SHAPE_LIKE | BYOM_INDEX)) && ir::element_size(tensor.dtype) > 0;
    if (!like) continue;
    tensor.shape[0] *= times;
    ir::Tensor copy = ir::make_tensor(tensor.dtype, tensor.shape);
    for (std::int64_t n = 0; n < times && inputs[i].bytes() > 0; ++n)
      std::memcpy(ir::writable(copy) + static_cast<std::uint64_t>(n) * inputs[i].bytes(), inputs[i].data,
                  inputs[i].bytes());
    tensor = std::move(copy);
  }
  const auto stated = longer.infer(longer.graph([](std::size_t) { return true; }));
  if (!stated) return std::nullopt;
  for (const ir::Value& value : *stated) {
    std::vector<std::int64_t> shape;
    for (const ir::Dim& dim : value.dims) shape.push_back(dim.value);
    if (ir::element_count(shape) > most_elements) return std::nullopt;
  }
  return longer;
}

std::optional<Question> Question::drawn(std::mt19937_64& random, double largest) const {
  Question result = *this;
  bool any = false;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].dtype == 0 || is_weight(i) || (flags(i) & (BYOM_SHAPE_LIKE | BYOM_INDEX))) continue;
    ir::Tensor numbers = ir::make_tensor(inputs[i].dtype, inputs[i].shape);
    const verify::Draw draw{.smallest = -largest, .largest = largest, .lowest = 1};
    if (numbers.count() == 0 || !verify::fill_random(numbers, draw, random)) continue;
    result.inputs[i] = std::move(numbers);
    any = true;
  }
  return any ? std::optional(std::move(result)) : std::nullopt;
}

Subject Question::subject(const ir::Graph& graph) const {
  return {&graph, &graph.nodes.front(), item_->op, schema_, nullptr};
}

bool Question::declined() const {
  if (!item_->kernel->table.cost_ns) return false;
  const ir::Graph asked = graph(none);
  std::vector<const ir::Tensor*> in;
  for (const ir::Tensor& tensor : inputs) in.push_back(tensor.dtype == 0 ? nullptr : &tensor);
  Subject concrete = subject(asked);
  concrete.tensors = &in;
  byom_ctx ctx;
  registry::begin(ctx, bench_->session, registry::Facet::accept, concrete);
  return item_->kernel->table.cost_ns(item_->kernel->table.self, &ctx) < 0;
}

std::vector<std::string> Question::violations() const {
  const ir::Graph asked = graph(none);
  std::vector<std::string> lines = registry::schema_violations(subject(asked));
  for (std::string& line : registry::type_violations(subject(asked))) lines.push_back(std::move(line));
  return lines;
}

ir::Graph Question::graph(const Known& known) const {
  ir::Graph graph;
  ir::Node node;
  node.domain = item_->op->domain();
  node.type = item_->op->type();
  node.name = "checked";
  node.index = 0;
  node.attributes = attributes;
  graph.opsets[node.domain] = schema_->since;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].dtype == 0) {
      node.inputs.push_back(ir::absent);
      continue;
    }
    ir::Value value{"input" + std::to_string(i), inputs[i].dtype, 0, {}, {}, {}};
    value.rank = static_cast<std::int32_t>(inputs[i].shape.size());
    for (const std::int64_t extent : inputs[i].shape) value.dims.push_back(ir::number(extent));
    if (known(i) || is_weight(i)) value.constant = inputs[i];
    const bool constant = value.constant.has_value();
    node.inputs.push_back(graph.add_value(std::move(value)));
    if (!constant) graph.inputs.push_back(node.inputs.back());
    if (is_weight(i)) ++node.weights;
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    node.outputs.push_back(wanted[i] ? graph.add_value({"output" + std::to_string(i), 0, -1, {}, {}, {}})
                                     : ir::absent);
    if (wanted[i]) graph.outputs.push_back(node.outputs.back());
  }
  graph.nodes.push_back(std::move(node));
  return graph;
}

Result<std::vector<ir::Tensor>> Question::run(const Running& how) const {
  const ir::Graph asked = graph(none);
  std::vector<const ir::Tensor*> in;
  for (const ir::Tensor& tensor : inputs) in.push_back(tensor.dtype == 0 ? nullptr : &tensor);
  registry::Session& session = how.session ? *how.session : bench_->session;
  try {
    return run::run_node(subject(asked), {{.kernel = item_->kernel}}, session, in, how.ledger, how.memory);
  } catch (const std::bad_alloc&) {
    return fail(exit_limit, "an output is larger than the memory");
  }
}

Result<std::vector<ir::Value>> Question::infer(const ir::Graph& graph) const {
  return registry::infer_node(subject(graph), bench_->session);
}

Result<passes::Translation> Question::translated(ir::Graph graph) const {
  BYOM_CHECK_OK(passes::infer_and_fold(graph, *bench_->registry, bench_->session));
  return passes::translate(graph, *bench_->registry, bench_->session);
}

Result<std::vector<ir::Tensor>> Question::run_translated(ir::Graph graph) const {
  std::vector<ir::Tensor> in;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (inputs[i].dtype != 0 && !graph.value(graph.nodes.front().inputs[i]).constant) in.push_back(inputs[i]);
  BYOM_TRY(const passes::Translation made, translated(std::move(graph)));
  BYOM_TRY(run::Program program, run::Program::prepare(made.graph, *bench_->registry, bench_->session));
  return program.run(in);
}

std::string name_of(const Item& item, const byom_schema& schema, const byom_example& example) {
  const std::string name = "example '" + ir::to_string(example.name) + "'";
  return item.op->schemas.size() > 1 ? name + " of version " + std::to_string(schema.since) : name;
}

void for_each_example(Bench& bench, const Item& item, Report& report, const Visit& visit) {
  for (const byom_schema& schema : item.op->schemas) {
    for (std::uint64_t e = 0; e < schema.n_examples; ++e) {
      const byom_example& example = schema.examples[e];
      const std::string name = name_of(item, schema, example);
      report.doing(name);
      Question question(bench, item, schema, example);
      visit(question, example, name);
    }
  }
}

void for_each_run(Bench& bench, const Item& item, Report& report, const Visit& visit) {
  if (!item.kernel) return report.skip("the plugin has no kernel for it");
  for_each_example(bench, item, report,
                   [&](Question& question, const byom_example& example, const std::string& name) {
                     if (question.declined()) return report.skip(name + ": the kernel declines it");
                     visit(question, example, name);
                   });
}

bool is_refusal(const Error& error, const std::string& name, Report& report) {
  if (error.code != exit_plugin) return true;
  report.fail(name + ": " + error.text);
  return false;
}

}  // namespace byom::laws
