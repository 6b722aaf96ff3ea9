// The arithmetic of Keras's recurrent layers, one sample after the other; ONNX's operators take all at once.
#include "plugins/builtin_ops/shared/recurrent_layer.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

namespace {

std::int64_t gates_of(KerasCell cell) {
  return cell == KerasCell::lstm ? 4 : cell == KerasCell::gru ? 3 : 1;
}
std::size_t states_of(KerasCell cell) {
  return cell == KerasCell::lstm ? 2 : 1;
}
bool has_two_biases(const Node& node, KerasCell cell) {
  return cell == KerasCell::gru && node.flag("reset_after");
}

using Function = float (*)(float);
Function function_named(const std::string& name) {
  constexpr struct {
    const char* name;
    Function f;
  } table[] = {
      {"linear", [](float x) { return x; }},
      {"tanh", [](float x) { return std::tanh(x); }},
      {"sigmoid", [](float x) { return x < 0 ? 1 - 1 / (1 + std::exp(x)) : 1 / (1 + std::exp(-x)); }},
      {"relu", [](float x) { return x < 0 ? 0.0F : x; }},
      {"elu", [](float x) { return x < 0 ? std::expm1(x) : x; }},
      {"softsign", [](float x) { return x / (std::fabs(x) + 1); }},
      {"softplus", [](float x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }},
  };
  const auto* found = std::ranges::find_if(table, [&](const auto& row) { return name == row.name; });
  return found == std::end(table) ? nullptr : found->f;
}

struct Cell {
  std::int64_t inputs, units, gates;
  const float *kernel, *recurrent_kernel, *bias, *recurrent_bias;  // biases may be null
  Function activation, gate;
  KerasCell kind;
  bool reset_after;
};

// to[j] += sum over k < depth of from[k] * rows[k * row + j], for j < width.
void add_rows(const float* from, std::int64_t depth, const float* rows, std::int64_t row, float* to,
              std::int64_t width) {
  for (std::int64_t k = 0; k < depth; ++k)
    for (std::int64_t j = 0; j < width; ++j) to[j] += from[k] * rows[k * row + j];
}

// What one sample needs while it is read.
struct Memory {
  std::vector<float> fed, recurrent, hidden, second, reset;
  explicit Memory(const Cell& c)
      : fed(static_cast<std::size_t>(c.gates * c.units)),
        recurrent(fed.size()),
        hidden(static_cast<std::size_t>(c.units)),
        second(hidden),
        reset(hidden) {}
};

void begin(const float* bias, std::vector<float>& sums) {
  if (bias)
    std::copy_n(bias, sums.size(), sums.begin());
  else
    std::ranges::fill(sums, 0.0F);
}

// Gates stand in Keras's order i, f, candidate, o.
void lstm_step(const Cell& c, Memory& m) {
  const auto n = static_cast<std::size_t>(c.units);
  add_rows(m.hidden.data(), c.units, c.recurrent_kernel, 4 * c.units, m.fed.data(), 4 * c.units);
  for (std::size_t j = 0; j < n; ++j) {
    const float kept = c.gate(m.fed[n + j]) * m.second[j];
    m.second[j] = kept + c.gate(m.fed[j]) * c.activation(m.fed[2 * n + j]);
    m.hidden[j] = c.gate(m.fed[3 * n + j]) * c.activation(m.second[j]);
  }
}

// Gates stand in the order z, r, candidate.
void gru_step(const Cell& c, Memory& m) {
  const auto n = static_cast<std::size_t>(c.units);
  const std::int64_t row = 3 * c.units, known = c.reset_after ? row : 2 * c.units;
  begin(c.recurrent_bias, m.recurrent);
  add_rows(m.hidden.data(), c.units, c.recurrent_kernel, row, m.recurrent.data(), known);
  for (std::size_t j = 0; j < n; ++j) {
    const float reset = c.gate(m.fed[n + j] + m.recurrent[n + j]);
    m.reset[j] = c.reset_after ? reset : reset * m.hidden[j];
  }
  if (!c.reset_after)
    add_rows(m.reset.data(), c.units, c.recurrent_kernel + 2 * c.units, row, m.recurrent.data() + 2 * c.units,
             c.units);
  for (std::size_t j = 0; j < n; ++j) {
    const float update = c.gate(m.fed[j] + m.recurrent[j]);
    const float past = c.reset_after ? m.reset[j] * m.recurrent[2 * n + j] : m.recurrent[2 * n + j];
    m.hidden[j] = update * m.hidden[j] + (1 - update) * c.activation(m.fed[2 * n + j] + past);
  }
}

void simple_step(const Cell& c, Memory& m) {
  add_rows(m.hidden.data(), c.units, c.recurrent_kernel, c.units, m.fed.data(), c.units);
  std::ranges::transform(m.fed, m.hidden.begin(), c.activation);
}

void step(const Cell& c, const float* x, Memory& m) {
  begin(c.bias, m.fed);
  add_rows(x, c.inputs, c.kernel, c.gates * c.units, m.fed.data(), c.gates * c.units);
  if (c.kind == KerasCell::lstm) return lstm_step(c, m);
  if (c.kind == KerasCell::gru) return gru_step(c, m);
  simple_step(c, m);
}

Cell cell_of(const Node& node, const Io& io, KerasCell kind, std::size_t first_weight) {
  Cell c{};
  c.kind = kind;
  c.inputs = io.shape(0)[2];
  c.units = node.integer("units");
  c.gates = gates_of(kind);
  c.kernel = io.in<float>(first_weight).data();
  c.recurrent_kernel = io.in<float>(first_weight + 1).data();
  c.reset_after = has_two_biases(node, kind);
  if (node.flag("use_bias")) c.bias = io.in<float>(first_weight + 2).data();
  if (c.bias && c.reset_after) c.recurrent_bias = c.bias + c.gates * c.units;
  c.activation = function_named(node.string("activation"));
  if (kind != KerasCell::simple) c.gate = function_named(node.string("recurrent_activation"));
  return c;
}

}  // namespace

Schema recurrent_layer_schema(std::string_view type, KerasCell cell, std::string_view states) {
  Schema s = keras_layer(type);
  s.layout(Layout::terminate);
  s.input("sequences", "float", "[N, steps, inputs]");
  if (!states.empty()) s.input(states, "float", "[N, units] each").variadic();
  s.output("outputs", "[N, steps, units], or [N, units] of the step read last");
  s.output("states", "with return_state: [N, units] each").variadic().optional();
  s.attr_of(BYOM_ATTR_INT, "units", "width of the states");
  s.attr("activation", "tanh", "of the candidate and of the output");
  if (cell != KerasCell::simple) s.attr("recurrent_activation", "sigmoid", "of the gates");
  s.attr("use_bias", true, "whether there is a bias");
  if (cell == KerasCell::gru)
    s.attr("reset_after", true, "whether the gate r meets the state behind the product; then two biases");
  s.attr("return_sequences", false, "the output of every step");
  s.attr("return_state", false, "the states behind the step read last");
  s.attr("go_backwards", false, "read from the last step to the first; the output is in that order");
  return s;
}

Result<Descs> infer_recurrent_layer(const Node& node, KerasCell cell, std::size_t states_given) {
  const Desc x = node.input(0);
  if (x.rank() != 3) return Node::fail("its input must have the axes samples, steps and inputs");
  if (!x.dims[1].is_number() || !x.dims[2].is_number()) return mixes_samples("steps through the batch");
  const Dim units(node.integer("units")), columns(gates_of(cell) * node.integer("units"));
  const auto fits = [&](std::size_t i, const Shape& dims) { return node.input(i).dims == dims; };
  for (std::size_t i = 1; i <= states_given; ++i)
    if (node.input(i).rank() != 2 || !(node.input(i).dims[1] == units))
      return Node::fail("a state does not have the shape [N, units]");
  const std::size_t weight = states_given + 1;
  const Shape bias = has_two_biases(node, cell) ? Shape{Dim(2), columns} : Shape{columns};
  if (!fits(weight, {x.dims[2], columns}) || !fits(weight + 1, {units, columns}) ||
      (node.flag("use_bias") && !fits(weight + 2, bias)))
    return Node::fail("the shapes of its weights do not fit the input and units");
  for (const char* name : {"activation", "recurrent_activation"}) {
    if (cell == KerasCell::simple && name[0] == 'r') continue;
    if (!function_named(node.string(name)))
      return Node::fail("activation '" + node.string(name) +
                        "' is not served: Keras 2 and 3 may differ in it");
  }
  Descs all{{x.dtype, {x.dims[0], units}}};
  if (node.flag("return_sequences")) all[0].dims = {x.dims[0], x.dims[1], units};
  for (std::size_t i = 0; node.flag("return_state") && i < states_of(cell); ++i)
    all.push_back({x.dtype, {x.dims[0], units}});
  if (all.size() < node.outputs())
    return Node::fail("it makes " + std::to_string(all.size()) + " tensors for its " +
                      std::to_string(node.outputs()) + " outputs");
  all.resize(node.outputs());  // nobody may want the last ones
  return all;
}

Result<Done> run_recurrent_layer(const Node& node, Io& io, KerasCell cell, std::size_t states_given) {
  const Cell c = cell_of(node, io, cell, states_given + 1);
  const std::int64_t samples = io.shape(0)[0], steps = io.shape(0)[1], n = c.units;
  const bool sequences = node.flag("return_sequences"), backwards = node.flag("go_backwards");
  node.ignore("return_state", "the outputs say which states are wanted");
  const auto state = [&](std::size_t i, std::int64_t b, std::vector<float>& to) {
    if (i <= states_given)
      std::copy_n(io.in<float>(i).data() + (io.shape(i)[0] == 1 ? 0 : b) * n, n, to.begin());
    else
      std::ranges::fill(to, 0.0F);
  };
  const auto store = [&](std::size_t output, std::int64_t row, const std::vector<float>& from) {
    if (io.wants(output)) std::ranges::copy(from, io.out<float>(output).begin() + row * n);
  };
  parallel_for(static_cast<std::uint64_t>(samples), 1, [&](std::uint64_t first, std::uint64_t last) {
    Memory m(c);
    for (auto b = static_cast<std::int64_t>(first); b < static_cast<std::int64_t>(last); ++b) {
      state(1, b, m.hidden);
      state(2, b, m.second);
      for (std::int64_t t = 0; t < steps; ++t) {
        step(c, io.in<float>(0).data() + (b * steps + (backwards ? steps - 1 - t : t)) * c.inputs, m);
        if (sequences) store(0, b * steps + t, m.hidden);
      }
      if (!sequences) store(0, b, m.hidden);
      if (io.outputs() > 1) store(1, b, m.hidden);
      if (io.outputs() > 2) store(2, b, m.second);
    }
  });
  return done;
}

Layer& add_recurrent_weights(Layer& layer, const std::string& owner) {
  return layer.weight(owner + "kernel", "", BYOM_WEIGHT_TRAINABLE | BYOM_WEIGHT_KERNEL, "kernel_initializer")
      .weight(owner + "recurrent_kernel", "", BYOM_WEIGHT_TRAINABLE, "recurrent_initializer")
      .weight(owner + "bias", "use_bias", BYOM_WEIGHT_TRAINABLE, "bias_initializer");
}

Op recurrent_layer(Schema schema, std::string_view type, KerasCell cell) {
  Layer layer;
  layer.both(type);
  return Op(std::move(schema))
      .infer([cell](const Node& node) { return infer_recurrent_layer(node, cell, 0); })
      .kernel([cell](const Node& node, Io& io) { return run_recurrent_layer(node, io, cell, 0); })
      .layer(add_recurrent_weights(layer, "cell/"));
}

}  // namespace byom
