// Schema and shapes of ONNX's recurrent operators.
#include "plugins/builtin_ops/shared/recurrent_node.hpp"

#include <string>

#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

Schema recurrent_schema(std::string_view type, std::vector<std::int64_t> since, const RecurrentKind& kind,
                        std::string_view gates) {
  Schema s = onnx(type, std::move(since));
  const std::string rows = "[directions, " + std::to_string(kind.gates) + " * units, ";
  const std::string order = "]; gates " + std::string(gates);
  s.layout(Layout::terminate);
  s.input("X", floating, "[steps, N, inputs]; layout 1: [N, steps, inputs]")
      .input("W", "as X", rows + "inputs" + order)
      .input("R", "as X", rows + "units" + order);
  s.input("B", "as X", "[directions, " + std::to_string(2 * kind.gates) + " * units]: of W, then of R")
      .optional();
  s.input("sequence_lens", "int32", "[N]; without it all steps count").optional();
  s.input("initial_h", "as X", "[directions, N, units], layout 1: [N, directions, units]; without it 0")
      .optional();
  if (kind.has_cell) s.input("initial_c", "as X", "shape of initial_h; without it 0").optional();
  s.output("Y", "[steps, directions, N, units]; layout 1: [N, steps, directions, units]").optional();
  s.output("Y_h", "the state behind the last step; shape of initial_h").optional();
  if (kind.has_cell) s.output("Y_c", "the cell state behind the last step").optional();
  s.attr("direction", "forward", "forward, reverse or bidirectional");
  s.attr_of(BYOM_ATTR_INT, "hidden_size", "units").optional();
  s.attr_of(BYOM_ATTR_STRINGS, "activations", "functions of each direction in turn").optional();
  s.attr_of(BYOM_ATTR_FLOATS, "activation_alpha", "alpha of those functions that have one").optional();
  s.attr_of(BYOM_ATTR_FLOATS, "activation_beta", "beta of those functions that have one").optional();
  s.attr_of(BYOM_ATTR_FLOAT, "clip", "limit of what the functions are given").optional();
  s.attr("output_sequence", std::int64_t{0}, "0: Y may be left out").until(6);
  s.attr("layout", std::int64_t{0}, "1: the batch is the first axis").from(14);
  return s;
}

namespace {

Result<std::int64_t> directions_of(const Node& node) {
  const std::string direction = node.string("direction");
  if (direction == "bidirectional") return std::int64_t{2};
  if (direction == "forward" || direction == "reverse") return std::int64_t{1};
  return Node::fail("attribute 'direction' is '" + direction +
                    "'; it must be forward, reverse or bidirectional");
}

// One of the inputs with the weights or states of all directions.
Result<Done> check_extents(const Node& node, std::size_t i, const char* name, const Shape& expected) {
  const Desc input = node.input(i);
  if (!input.present()) return done;
  bool fits = input.dims.size() == expected.size();
  for (std::size_t d = 0; fits && d < expected.size(); ++d)
    fits = input.dims[d] == expected[d] || (input.dims[d] == Dim(1) && !expected[d].is_number());
  if (fits) return done;
  return Node::fail(std::string("the shape of input '") + name + "' does not fit the other inputs");
}

}  // namespace

bool runs_backwards(const Node& node, std::int64_t d) {
  return d == 1 || node.string("direction") == "reverse";
}

Result<RecurrentShape> recurrent_shape(const Node& node, const RecurrentKind& kind) {
  if (node.since() < 7) node.ignore("output_sequence", "outputs are made where they are wanted");
  const Desc x = node.input(0), recurrence = node.input(2);
  if (x.rank() != 3 || recurrence.rank() != 3) return Node::fail("inputs 'X' and 'R' must have three axes");
  RecurrentShape s;
  BYOM_TRY(s.directions, directions_of(node));
  s.batch_first = node.since() >= 14 && node.integer("layout") != 0;
  const Dim steps = x.dims[s.batch_first ? 1 : 0];
  s.samples = x.dims[s.batch_first ? 0 : 1];
  if (!steps.is_number())
    return mixes_samples("steps from sample to sample, because its first axis is the steps");
  if (!x.dims[2].is_number() || !recurrence.dims[2].is_number())
    return Node::fail("the last axes of inputs 'X' and 'R' must not depend on the batch");
  s.steps = steps.number();
  s.inputs = x.dims[2].number();
  s.units = recurrence.dims[2].number();
  if (node.has("hidden_size") && node.integer("hidden_size") != s.units)
    return Node::fail("attribute 'hidden_size' is " + std::to_string(node.integer("hidden_size")) +
                      ", but input 'R' is for " + std::to_string(s.units) + " units");
  const Dim directions(s.directions), rows(kind.gates * s.units), units(s.units);
  const Shape state =
      s.batch_first ? Shape{s.samples, directions, units} : Shape{directions, s.samples, units};
  BYOM_CHECK_OK(check_extents(node, 1, "W", {directions, rows, Dim(s.inputs)}));
  BYOM_CHECK_OK(check_extents(node, 2, "R", {directions, rows, units}));
  BYOM_CHECK_OK(check_extents(node, 3, "B", {directions, Dim(2 * kind.gates * s.units)}));
  BYOM_CHECK_OK(check_extents(node, 4, "sequence_lens", {s.samples}));
  BYOM_CHECK_OK(check_extents(node, 5, "initial_h", state));
  if (!kind.has_cell) return s;
  BYOM_CHECK_OK(check_extents(node, 6, "initial_c", state));
  BYOM_CHECK_OK(check_extents(node, 7, "P", {directions, Dim(3 * s.units)}));
  return s;
}

Result<Descs> infer_recurrent(const Node& node, const RecurrentKind& kind) {
  BYOM_TRY(const RecurrentShape s, recurrent_shape(node, kind));
  BYOM_CHECK_OK(activations_of(node, s.directions, kind.functions));
  const std::int32_t dtype = node.input(0).dtype;
  const Dim steps(s.steps), directions(s.directions), units(s.units);
  Descs all{{dtype, s.batch_first ? Shape{s.samples, steps, directions, units}
                                  : Shape{steps, directions, s.samples, units}}};
  while (all.size() < node.outputs())
    all.push_back(
        {dtype, s.batch_first ? Shape{s.samples, directions, units} : Shape{directions, s.samples, units}});
  return all;
}

}  // namespace byom
