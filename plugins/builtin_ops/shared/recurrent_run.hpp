// The arithmetic that ONNX's recurrent operators share: the loop over directions and steps round their cells.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/gemm.hpp"
#include "plugins/builtin_ops/shared/half.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/recurrent_node.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

// One step of one direction for all samples. Rows of `fed` [samples, gates * units] are what the step's input
// gives each gate, the bias of W included, and the cell's to change; `cell` and `next_cell` are of operators
// with two states.
template <class T>
struct RecurrentStep {
  std::int64_t samples, units;
  T* fed;
  const T *recurrence, *recurrent_bias, *peepholes;  // of the direction; peepholes may be null
  const RecurrentActivation* functions;
  std::optional<float> clip;
  const T *hidden, *cell;
  T *next_hidden, *next_cell;
};

// out[rows, columns] (+)= left[rows, depth] * right[columns, depth]^T; `stride`: from row to row of out.
template <class T>
void add_product(std::int64_t rows, std::int64_t columns, std::int64_t depth, const T* left, const T* right,
                 T* out, std::int64_t stride, bool accumulate) {
  kernels::gemm(host_pool(), {rows, columns, depth, depth, depth, stride, false, true}, T{1}, left, right,
                accumulate, out);
}

namespace detail {

// An input as the arithmetic takes it; `absent` zeros where the node has none.
template <class E>
auto widened(const Io& io, std::size_t i, std::int64_t absent) {
  std::vector<decltype(widen(E{}))> wide(io.has(i) ? 0 : static_cast<std::size_t>(absent));
  if (!io.has(i)) return wide;
  wide.reserve(io.in<E>(i).size());
  for (const E element : io.in<E>(i)) wide.push_back(widen(element));
  return wide;
}

struct RecurrentExtents {
  std::int64_t samples, steps, inputs, units, directions, columns;
  bool batch_first;
  [[nodiscard]] std::int64_t row(std::int64_t step, std::int64_t sample) const {
    return batch_first ? sample * steps + step : step * samples + sample;
  }
  [[nodiscard]] std::int64_t output_row(std::int64_t step, std::int64_t d, std::int64_t sample) const {
    return batch_first ? (sample * steps + step) * directions + d
                       : (step * directions + d) * samples + sample;
  }
  [[nodiscard]] std::int64_t state_row(std::int64_t d, std::int64_t sample, std::int64_t of) const {
    return batch_first ? sample * directions + d : d * of + sample;
  }
};

// A state of all samples in one direction. One sample may stand for all.
template <class E, class T>
std::vector<T> first_state(const Io& io, std::size_t i, const RecurrentExtents& e, std::int64_t d) {
  std::vector<T> state(static_cast<std::size_t>(e.samples * e.units));
  if (!io.has(i)) return state;
  const std::int64_t given = io.shape(i)[e.batch_first ? 0 : 1];
  for (std::int64_t b = 0; b < e.samples; ++b) {
    const auto from = io.in<E>(i).begin() + e.state_row(d, given == 1 ? 0 : b, given) * e.units;
    std::transform(from, from + e.units, state.begin() + b * e.units, [](E v) { return widen(v); });
  }
  return state;
}

template <class E, class T>
void store_row(const Io& io, std::size_t output, std::int64_t row, const T* from, std::int64_t units) {
  if (!io.wants(output)) return;
  std::transform(from, from + units, io.out<E>(output).begin() + row * units,
                 [](T v) { return narrow<E>(v); });
}

inline Result<std::vector<std::int64_t>> lengths_of(const Io& io, const RecurrentExtents& e) {
  std::vector<std::int64_t> lengths(static_cast<std::size_t>(e.samples), e.steps);
  if (!io.has(4)) return lengths;
  const auto given = io.in<std::int32_t>(4);
  for (std::size_t b = 0; b < lengths.size(); ++b) {
    lengths[b] = given[given.size() == 1 ? 0 : b];
    if (lengths[b] < 0 || lengths[b] > e.steps)
      return Node::fail("sequence " + std::to_string(b) + " would have " + std::to_string(lengths[b]) +
                        " of " + std::to_string(e.steps) + " steps");
  }
  return lengths;
}

// Everything of one direction; steps behind the end of a sequence leave its states and give zeros.
template <class E, class T, class Cell>
void run_direction(Io& io, const RecurrentExtents& e, std::int64_t d, bool backwards,
                   const std::vector<std::int64_t>& lengths, const std::vector<T>& fed, const T* bias,
                   RecurrentStep<T> step, Cell cell) {
  std::vector<T> hidden = first_state<E, T>(io, 5, e, d), next_hidden = hidden, second, next_second;
  if (step.next_cell) second = first_state<E, T>(io, 6, e, d);
  next_second = second;
  std::vector<T> rows(static_cast<std::size_t>(e.samples * e.columns));
  step.fed = rows.data();
  step.hidden = hidden.data();
  step.cell = second.data();
  step.next_hidden = next_hidden.data();
  step.next_cell = next_second.data();
  const auto place = [&](std::int64_t s, std::int64_t b) {
    const std::int64_t length = lengths[static_cast<std::size_t>(b)];
    return backwards && s < length ? length - 1 - s : s;
  };
  for (std::int64_t s = 0; s < e.steps; ++s) {
    for (std::int64_t b = 0; b < e.samples; ++b)
      std::transform(bias, bias + e.columns, fed.begin() + e.row(place(s, b), b) * e.columns,
                     rows.begin() + b * e.columns, std::plus<T>());
    cell(std::as_const(step));
    for (std::int64_t b = 0; b < e.samples; ++b) {
      if (s >= lengths[static_cast<std::size_t>(b)]) continue;
      const std::int64_t at = b * e.units;
      std::copy_n(next_hidden.begin() + at, e.units, hidden.begin() + at);
      if (!second.empty()) std::copy_n(next_second.begin() + at, e.units, second.begin() + at);
      store_row<E>(io, 0, e.output_row(place(s, b), d, b), hidden.data() + at, e.units);
    }
  }
  for (std::int64_t b = 0; b < e.samples; ++b) {
    store_row<E>(io, 1, e.state_row(d, b, e.samples), hidden.data() + b * e.units, e.units);
    if (!second.empty())
      store_row<E>(io, 2, e.state_row(d, b, e.samples), second.data() + b * e.units, e.units);
  }
}

}  // namespace detail

// The kernel of an operator whose `cell` computes one step, RecurrentStep<float> or <double>.
template <class Cell>
Result<Done> run_recurrent(const Node& node, Io& io, const RecurrentKind& kind, Cell cell) {
  BYOM_TRY(const RecurrentShape shape, recurrent_shape(node, kind));
  BYOM_TRY(const auto functions, activations_of(node, shape.directions, kind.functions));
  const detail::RecurrentExtents e{
      shape.samples.number(),   shape.steps,      shape.inputs, shape.units, shape.directions,
      kind.gates * shape.units, shape.batch_first};
  BYOM_TRY(const auto lengths, detail::lengths_of(io, e));
  const auto clip = node.has("clip") ? std::optional(node.real("clip")) : std::nullopt;
  return with_type<AllFloats>(io.dtype(0), [&]<class E>(std::type_identity<E>) {
    using T = decltype(widen(E{}));
    if (io.wants(0)) std::ranges::fill(io.out<E>(0), E{});
    const auto x = detail::widened<E>(io, 0, 0), w = detail::widened<E>(io, 1, 0),
               r = detail::widened<E>(io, 2, 0);
    const auto b = detail::widened<E>(io, 3, e.directions * 2 * e.columns);
    const auto p = kind.has_cell ? detail::widened<E>(io, 7, 0) : std::vector<T>();
    std::vector<T> fed(static_cast<std::size_t>(e.samples * e.steps * e.columns));
    T second{};
    for (std::int64_t d = 0; d < e.directions; ++d) {
      add_product(e.samples * e.steps, e.columns, e.inputs, x.data(), w.data() + d * e.columns * e.inputs,
                  fed.data(), e.columns, false);
      const T* bias = b.data() + d * 2 * e.columns;
      RecurrentStep<T> step{};
      step.samples = e.samples;
      step.units = e.units;
      step.recurrence = r.data() + d * e.columns * e.units;
      step.recurrent_bias = bias + e.columns;
      step.peepholes = p.empty() ? nullptr : p.data() + d * 3 * e.units;
      step.functions = functions.data() + d * static_cast<std::int64_t>(kind.functions.size());
      step.clip = clip;
      step.next_cell = kind.has_cell ? &second : nullptr;
      detail::run_direction<E>(io, e, d, runs_backwards(node, d), lengths, fed, bias, step, cell);
    }
  });
}

}  // namespace byom
