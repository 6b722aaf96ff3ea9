// Asking one operator about given tensors: a graph of one node, and what each facet makes of it.
#pragma once

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/laws/law.hpp"
#include "host/passes/translate.hpp"
#include "host/run/execute.hpp"

namespace byom::laws {

// How a kernel is run.
struct Running {
  registry::Session* session = nullptr;  // nullptr: the bench's
  run::Memory* memory = nullptr;         // nullptr: the pool's
  std::vector<std::string>* ledger = nullptr;
};

class Question {
 public:
  // The example's attributes and inputs; to be changed at will before anything is asked.
  Question(Bench& bench, const Item& item, const byom_schema& schema, const byom_example& example);

  std::vector<ir::Tensor> inputs;  // dtype 0: absent
  std::vector<ir::Attribute> attributes;
  std::vector<bool> wanted;  // outputs

  // Whether the input is one of the layer's weights.
  [[nodiscard]] bool is_weight(std::size_t input) const;
  [[nodiscard]] std::uint32_t flags(std::size_t input) const;  // BYOM_OPTIONAL, BYOM_SHAPE_LIKE, …
  // Whether the kernel says that it cannot serve this node.
  [[nodiscard]] bool declined() const;
  // The attributes, and those that the schema has a default for.
  [[nodiscard]] std::vector<ir::Attribute> stated_attributes() const;
  // The same with the first axis so many times as long: of the first input, and of every other tensor whose
  // first extent is as long. Nothing where the first input has no axis,
  // the operator refuses it, or an output would be large.
  [[nodiscard]] std::optional<Question> repeated(std::int64_t times) const;
  // The same with random numbers in place of the inputs that are neither weights nor shapes nor indices:
  // floats up to `largest`, integers from 1, for dividing by 0 has no meaning. Nothing where there are none.
  [[nodiscard]] std::optional<Question> drawn(std::mt19937_64& random, double largest) const;
  // What is wrong with the node by the operator's own schema, one sentence each.
  [[nodiscard]] std::vector<std::string> violations() const;

  // What the kernel computes. Precondition: the item has a kernel.
  [[nodiscard]] Result<std::vector<ir::Tensor>> run(const Running& how = {}) const;

  // The graph before any pass: weights and inputs that `known` selects are constants, the others inputs of
  // the graph.
  using Known = std::function<bool(std::size_t input)>;
  [[nodiscard]] ir::Graph graph(const Known& known) const;
  static bool none(std::size_t) { return false; }
  static bool all_but_first(std::size_t input) { return input > 0; }
  // What infer says of the outputs.
  [[nodiscard]] Result<std::vector<ir::Value>> infer(const ir::Graph& graph) const;
  // The layers that the node is translated to.
  [[nodiscard]] Result<passes::Translation> translated(ir::Graph graph) const;
  // What those layers compute.
  [[nodiscard]] Result<std::vector<ir::Tensor>> run_translated(ir::Graph graph) const;

 private:
  [[nodiscard]] registry::Subject subject(const ir::Graph& graph) const;

  Bench* bench_;
  const Item* item_;
  const byom_schema* schema_;
};

// "example 'x' of version 13"
std::string name_of(const Item& item, const byom_schema& schema, const byom_example& example);
using Visit = std::function<void(Question& question, const byom_example& example, const std::string& name)>;
// Every worked example of every version; the report is told of each before.
void for_each_example(Bench& bench, const Item& item, Report& report, const Visit& visit);
// The same for laws about kernels: skipped where the item has none, or it declines the example.
void for_each_run(Bench& bench, const Item& item, Report& report, const Visit& visit);

// Refusing is every facet's right when it says why. False, and reported, when it did not.
bool is_refusal(const Error& error, const std::string& name, Report& report);

}  // namespace byom::laws
