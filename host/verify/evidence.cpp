// Element by element over the runs.
#include "host/verify/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "host/verify/compare.hpp"
#include "host/verify/elements.hpp"

namespace byom::verify {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// NaN beside a number counts for nothing: it says where the network is defined, not what it computes.
template <class Type>
Evidence evidence_of_floats(const std::vector<const ir::Tensor*>& answers) {
  std::vector<std::span<const typename Type::Stored>> elements;
  for (const ir::Tensor* answer : answers)
    elements.push_back(answer->template elements<typename Type::Stored>());
  Evidence result{Evidence::Kind::no_number};
  for (std::size_t i = 0; i < elements.front().size(); ++i) {
    double lowest = infinity, highest = -infinity;
    for (const auto& of_run : elements) {
      const double number = Type::number(of_run[i]);
      if (!std::isfinite(number)) continue;
      lowest = std::min(lowest, number);
      highest = std::max(highest, number);
    }
    if (lowest > highest) continue;
    if (result.kind == Evidence::Kind::no_number) result.kind = Evidence::Kind::constant;
    const double rounding = relative_tolerance * std::max(std::fabs(lowest), std::fabs(highest));
    result.movement = std::max(result.movement, highest / 2 - lowest / 2 - rounding);
  }
  if (result.movement > 0) result.kind = Evidence::Kind::change;
  return result;
}

}  // namespace

Evidence evidence_of(const std::vector<const ir::Tensor*>& answers) {
  const ir::Tensor& first = *answers.front();
  const auto like_first = [&](const ir::Tensor* answer) { return answer->shape == first.shape; };
  const Evidence any_difference_counts{Evidence::Kind::change, infinity};
  if (first.count() == 0 || !std::ranges::all_of(answers, like_first)) return any_difference_counts;
  Evidence result;
  if (ir::is_floating(first.dtype) &&
      with_elements(first.dtype, [&]<class Type>(Type) { result = evidence_of_floats<Type>(answers); }))
    return result;
  const bool same =
      std::ranges::all_of(answers, [&](const ir::Tensor* a) { return ir::same_content(*a, first); });
  return same ? Evidence{Evidence::Kind::constant} : any_difference_counts;
}

std::vector<bool> outputs_that_depend(const ir::Graph& onnx) {
  std::vector<bool> depends(onnx.values.size());
  const auto is_set = [&](ir::ValueId id) {
    return id != ir::absent && depends[static_cast<std::size_t>(id)];
  };
  for (const ir::ValueId id : onnx.inputs) depends[static_cast<std::size_t>(id)] = true;
  for (const ir::Node& node : onnx.nodes) {
    if (!std::ranges::any_of(node.inputs, is_set) &&
        !std::ranges::any_of(ir::captured_by(onnx, node), is_set))
      continue;
    for (const ir::ValueId id : node.outputs) {
      if (id == ir::absent) continue;
      const ir::Value& value = onnx.value(id);
      depends[static_cast<std::size_t>(id)] = !value.elements && !value.constant;
    }
  }
  std::vector<bool> of_outputs;
  for (const ir::ValueId id : onnx.outputs) of_outputs.push_back(is_set(id));
  return of_outputs;
}

std::string reason_of(const Evidence& evidence) {
  return evidence.kind == Evidence::Kind::no_number ? "its numbers are all NaN or infinite"
                                                    : "it is the same for every input that was tried";
}

}  // namespace byom::verify
