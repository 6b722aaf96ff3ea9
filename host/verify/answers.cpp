// Runs of the original: which inputs they get, until the outputs show something.
#include "host/verify/answers.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "host/run/execute.hpp"
#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"
#include "host/verify/given_inputs.hpp"
#include "host/verify/probe.hpp"

namespace byom::verify {

namespace {

using Tensors = std::vector<ir::Tensor>;

struct Way {
  const char* text;  // "drawn ..."
  Draw draw;
};

// The first one is the usual one; the others are for networks that are undefined, dead or saturated there.
constexpr Way ways[] = {
    {"from -1 to 1", {}},
    {"from 0 to 1", {.smallest = 0, .range = 2}},  // roots and logarithms; indices of small tables
    {"from -10 to 10", {.smallest = -10, .largest = 10, .range = 100}},
    {"from 0 to 255", {.smallest = 0, .largest = 255, .range = 256}},  // pixels
    {"from -0.01 to 0.01", {.smallest = -0.01, .largest = 0.01}},
    {"as whole numbers from -2 to 2", {.smallest = -2, .largest = 2, .range = 3, .whole = true}},  // equality
    {"as whole numbers, NaN and infinities",
     {.smallest = -2, .largest = 2, .range = 3, .whole = true, .with_odd = true}},
};

bool has_batch(const ir::Value& input) {
  return !input.dims.empty() && input.dims.front().symbol == BYOM_BATCH;
}

// Everything that decides the inputs of the runs, but the way they are drawn.
struct Plan {
  const ir::Graph& onnx;
  const passes::Batch& batch;
  registry::Registry& registry;
  const GivenInputs& given;
  std::int64_t runs = 1;   // with samples of their own
  bool once_more = false;  // one more run, in which only inputs without batch differ from those of the first

  [[nodiscard]] bool is_given(std::size_t input) const {
    return given.contains(onnx.value(onnx.inputs[input]).name);
  }
  [[nodiscard]] bool any_drawn() const { return given.size() < onnx.inputs.size(); }
};

Result<Plan> plan(const ir::Graph& onnx, const passes::Batch& batch, registry::Registry& registry,
                  const GivenInputs& given) {
  Plan result{onnx, batch, registry, given};
  BYOM_TRY(const std::int64_t held, given_runs(onnx, batch, given));
  // Three samples show whether they are mixed; without a free batch it takes two runs to see a change.
  result.runs = onnx.inputs.empty() ? 1 : held > 1 ? held : batch.free ? 3 : 2;
  for (std::size_t i = 0; i < onnx.inputs.size() && batch.free; ++i)
    if (!has_batch(onnx.value(onnx.inputs[i])) && !result.is_given(i)) result.once_more = true;
  return result;
}

// Which runs the converted model answers at once: the first one alone, then three by three.
std::vector<std::vector<std::size_t>> trials_of(const Plan& plan) {
  std::vector<std::vector<std::size_t>> trials{{0}};
  const auto runs = static_cast<std::size_t>(plan.runs);
  const std::size_t at_once = plan.batch.free ? 3 : 1;
  for (std::size_t first = plan.batch.free ? 0 : 1; first < runs && runs > 1; first += at_once) {
    std::vector<std::size_t>& trial = trials.emplace_back(std::min(at_once, runs - first));
    std::iota(trial.begin(), trial.end(), first);
  }
  if (plan.once_more) trials.push_back({runs});
  return trials;
}

Result<std::vector<Tensors>> drawn_inputs(const Plan& plan, std::uint64_t seed, const Draw& draw) {
  const auto draw_for = [&](std::int64_t runs, std::uint64_t run) {
    constexpr std::uint64_t between_runs = 7919;
    return random_inputs(plan.onnx, plan.registry, runs * plan.batch.exported, seed + between_runs * run,
                         plan.given, draw);
  };
  std::vector<Tensors> by_run(static_cast<std::size_t>(plan.runs));
  if (!plan.batch.free) {
    for (std::size_t r = 0; r < by_run.size(); ++r) {
      BYOM_TRY(by_run[r], draw_for(1, r));
    }
    return by_run;
  }
  BYOM_TRY(const Tensors all, draw_for(plan.runs, 0));
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::int64_t r = 0; r < plan.runs; ++r)
      by_run[static_cast<std::size_t>(r)].push_back(
          has_batch(plan.onnx.value(plan.onnx.inputs[i])) ? sample(all[i], r, plan.runs) : all[i]);
  if (!plan.once_more) return by_run;
  BYOM_TRY(Tensors other, draw_for(1, 1));
  for (std::size_t i = 0; i < other.size(); ++i)
    if (has_batch(plan.onnx.value(plan.onnx.inputs[i]))) other[i] = by_run.front()[i];
  by_run.push_back(std::move(other));
  return by_run;
}

Result<std::vector<Tensors>> inputs_of_runs(const Plan& plan, std::uint64_t seed, const Draw& draw) {
  BYOM_TRY(std::vector<Tensors> by_run, drawn_inputs(plan, seed, draw));
  for (std::size_t i = 0; i < plan.onnx.inputs.size(); ++i) {
    if (!plan.is_given(i)) continue;
    const ir::Value& value = plan.onnx.value(plan.onnx.inputs[i]);
    const std::vector<std::int64_t> extents = extents_in_run(value, plan.batch.exported);
    const bool by_sample = has_batch(value) || !plan.batch.free;
    for (std::size_t r = 0; r < by_run.size(); ++r)
      by_run[r][i] = given_in_run(plan.given.at(value.name), extents,
                                  by_sample ? static_cast<std::int64_t>(r) % plan.runs : 0);
  }
  return by_run;
}

Result<Answers> answers_to(std::vector<Tensors> inputs, const Plan& plan, run::Program& original) {
  Answers answers;
  answers.trials = trials_of(plan);
  for (const Tensors& of_run : inputs) {
    BYOM_TRY(Tensors outputs, original.run(of_run));
    answers.outputs.push_back(std::move(outputs));
  }
  answers.inputs = std::move(inputs);
  const std::vector<bool> depends = outputs_that_depend(plan.onnx);
  for (std::size_t o = 0; o < plan.onnx.outputs.size(); ++o) {
    std::vector<const ir::Tensor*> by_run;
    for (const Tensors& outputs : answers.outputs) by_run.push_back(&outputs[o]);
    answers.evidence.push_back(depends[o] ? evidence_of(by_run) : Evidence{});
  }
  answers.warnings = original.ledger();
  return answers;
}

std::vector<ir::ValueId> outputs_that_show_nothing(const ir::Graph& onnx, const Answers& answers) {
  std::vector<ir::ValueId> silent;
  for (std::size_t o = 0; o < onnx.outputs.size(); ++o)
    if (answers.evidence[o].kind != Evidence::Kind::change) silent.push_back(onnx.outputs[o]);
  return silent;
}

// Why the inputs are drawn in another way than the usual one.
std::string note_on(const Way& way, const ir::Graph& onnx, const std::vector<ir::ValueId>& silent_at_first) {
  std::vector<std::string> names;
  for (const ir::ValueId id : silent_at_first) names.push_back(onnx.value(id).name);
  return "Drawn " + std::string(ways[0].text) + ", the inputs show nothing of output " +
         quoted_list(names, "and") + "; they are drawn " + way.text + ".";
}

// In the way that leaves the fewest outputs that show nothing. Another way than the first may be one that the
// network refuses, an index out of range for instance.
Result<Answers> answers_that_show_most(const Plan& plan, run::Program& original, std::uint64_t seed) {
  std::optional<Answers> best;
  std::vector<ir::ValueId> silent, silent_at_first;
  const auto is_bool = [&](ir::ValueId id) { return plan.onnx.value(id).dtype == BYOM_BOOL; };
  for (const Way& way : ways) {
    // Numbers that change because some became NaN say nothing of the arithmetic.
    if (way.draw.with_odd && !std::ranges::all_of(silent, is_bool)) break;
    constexpr std::uint64_t between_ways = 1000003;
    auto inputs = inputs_of_runs(plan, seed, way.draw);
    seed += between_ways;
    auto answers = inputs ? answers_to(std::move(*inputs), plan, original) : Result<Answers>(inputs.error());
    if (!answers && (!best || answers.error().code == exit_plugin)) return answers;
    if (!answers) continue;
    std::vector<ir::ValueId> still_silent = outputs_that_show_nothing(plan.onnx, *answers);
    if (!best) silent_at_first = still_silent;
    if (!best || still_silent.size() < silent.size()) {
      if (best) answers->notes.push_back(note_on(way, plan.onnx, silent_at_first));
      best = std::move(*answers);
      silent = std::move(still_silent);
    }
    if (silent.empty() || !plan.any_drawn()) break;
  }
  return *std::move(best);
}

std::string advice_of(const Plan& plan) {
  for (std::size_t i = 0; i < plan.onnx.inputs.size(); ++i)
    if (!plan.is_given(i))
      return "Give values that the network is made for with --input " +
             plan.onnx.value(plan.onnx.inputs[i]).name + "=FILE.npy.";
  return "Give other values with --input, or several samples along the first axis of the file.";
}

}  // namespace

Result<Answers> ask_original(const ir::Graph& onnx, const passes::Batch& batch, registry::Registry& registry,
                             registry::Session& session, const Settings& settings) {
  BYOM_TRY(auto original, run::Program::prepare(onnx, registry, session));
  BYOM_TRY(const GivenInputs given, read_inputs(onnx, settings.input_files));
  BYOM_TRY(const Plan plan, byom::verify::plan(onnx, batch, registry, given));
  BYOM_TRY(Answers answers, answers_that_show_most(plan, original, settings.seed));
  answers.advice = advice_of(plan);
  for (const auto& [name, input] : given)
    if (!input.note.empty()) answers.notes.push_back(input.note);
  return answers;
}

Tensors inputs_of(const ir::Graph& onnx, const Answers& answers, const std::vector<std::size_t>& trial) {
  Tensors inputs;
  for (std::size_t i = 0; i < onnx.inputs.size(); ++i) {
    std::vector<const ir::Tensor*> parts;
    for (const std::size_t run : trial) parts.push_back(&answers.inputs[run][i]);
    inputs.push_back(has_batch(onnx.value(onnx.inputs[i])) ? concatenate(parts, 0, 1) : *parts.front());
  }
  return inputs;
}

std::vector<Probe> probes_of(const ir::Graph& onnx, const Answers& answers) {
  std::vector<Probe> probes;
  for (const std::vector<std::size_t>& trial : answers.trials) {
    Probe probe{inputs_of(onnx, answers, trial), {}};
    for (std::size_t o = 0; o < onnx.outputs.size(); ++o) {
      const auto samples = samples_of(onnx, onnx.outputs[o]);
      std::vector<const ir::Tensor*> parts;
      for (const std::size_t run : trial) parts.push_back(&answers.outputs[run][o]);
      probe.outputs.push_back(samples ? concatenate(parts, samples->axis, samples->blocks) : *parts.front());
    }
    probes.push_back(std::move(probe));
  }
  return probes;
}

}  // namespace byom::verify
