// Two tensors, or one and a constant: number, weight or fixed array.
#include "plugins/builtin_ops/shared/binary.hpp"

#include <cmath>
#include <optional>

#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom {

Schema binary_schema(std::string_view type, std::vector<std::int64_t> since, std::string_view doc,
                     const char* types) {
  Schema s = onnx(type, std::move(since));
  s.doc(doc);
  s.input("A", types, "any shape").input("B", "as A", "any shape; both are broadcast to one shape");
  s.output("C", "the broadcast shape");
  return s;
}

Result<Descs> infer_binary(const Node& node, std::int32_t out_dtype, ValueRule values) {
  const Desc a = node.input(0), b = node.input(1);
  BYOM_TRY(Shape dims, broadcast_shape({a.dims, b.dims}));
  Desc c(out_dtype ? out_dtype : a.dtype, std::move(dims));
  c.values = combined_values(a, b, values);
  return Descs{c};
}

Val rescaled(Keras& keras, Val x, float scale, float offset, const std::string& role) {
  const Attrs config = {{"scale", scale}, {"offset", offset}};
  return role.empty() ? keras.layer("Rescaling", config, {x}) : keras.helper(role, "Rescaling", config, {x});
}

namespace {

// Elements of one sample.
std::int64_t weight_of(const Desc& desc) {
  std::int64_t n = 1;
  for (const Dim& dim : desc.dims) n *= dim.raw.value;
  return n;
}

// Merge layers take their first axis for the batch.
bool merges(const Desc& a, const Desc& b) {
  return is_floating(a.dtype) && a.dtype == b.dtype && a.rank() >= 2 && a.rank() == b.rank() &&
         a.dims[0] == b.dims[0];
}

// a + b as a - (-b), which every Keras broadcasts.
Val sum_by_difference(Keras& keras, Val a, Val b, const std::string& role) {
  const Val negated = keras.helper(role.empty() ? "negated" : role + ".negated", "ops.Negative", {}, {b});
  return role.empty() ? keras.layer("ops.Subtract", {}, {a, negated})
                      : keras.helper(role, "ops.Subtract", {}, {a, negated});
}

}  // namespace

bool taken_for_bias(const Desc& first, const Desc& second) {
  if (first.rank() < 2) return false;
  std::optional<std::int64_t> own;  // the axis, counted from the last
  for (std::int64_t a = 0; a < second.rank(); ++a) {
    const Dim& dim = second.dims[static_cast<std::size_t>(a)];
    if (!dim.is_number() || dim == Dim(1)) continue;
    if (own) return false;
    own = second.rank() - 1 - a;
  }
  if (!own) return false;
  const Dim cells = second.dims[static_cast<std::size_t>(second.rank() - 1 - *own)];
  const auto as_many = [&](const Dim& dim) { return !dim.is_number() || dim == cells; };
  const bool more_axes = second.rank() > first.rank();
  if (as_many(first.dims.back())) return *own != 0 || more_axes;
  return as_many(first.dims[1]) && (*own != first.rank() - 2 || more_axes);
}

Val combined(Keras& keras, const BinaryRule& rule, Val a, Val b, const std::string& role) {
  const Desc first = keras.describe(a), second = keras.describe(b);
  const bool merge = !rule.merge.empty() && merges(first, second);
  const bool swap = rule.few_first && weight_of(first) > weight_of(second);
  if (swap) std::swap(a, b);
  if (rule.few_first && taken_for_bias(swap ? second : first, swap ? first : second))
    return sum_by_difference(keras, a, b, role);
  const std::string& type = merge ? rule.merge : rule.operation;
  return role.empty() ? keras.layer(type, {}, {a, b}) : keras.helper(role, type, {}, {a, b});
}

Result<Vals> translate_binary(const Node& node, Keras& keras, const BinaryRule& rule) {
  const Desc a = node.input(0), b = node.input(1);
  BYOM_TRY(const Val x, first_activation(node, keras));
  if (!a.known && !b.known) return Vals{combined(keras, rule, x, keras.input(1))};
  const bool constant_first = a.known != nullptr;
  const byom_tensor& constant = constant_first ? *a.known : *b.known;
  const std::int64_t other_rank = constant_first ? b.rank() : a.rank();
  const bool one = element_count(constant) == 1 && constant.rank <= other_rank;
  if (one && rule.number && is_floating(constant.dtype) && constant.dtype != BYOM_DOUBLE) {
    const auto number = static_cast<float>(first_element(constant));
    if (std::isfinite(number))
      if (const auto native = rule.number(keras, x, number, constant_first)) return Vals{*native};
  }
  if (rule.trains && is_floating(constant.dtype) && element_count(constant) > 1) {
    const Val weight = parameter(node, keras, constant, x, "weight");
    return Vals{constant_first ? combined(keras, rule, weight, x) : combined(keras, rule, x, weight)};
  }
  const bool second = one || !rule.few_first;  // whether it may stand there
  if (!constant_first && second)
    return Vals{keras.layer(rule.operation, {{"x2", constant_key(constant, other_rank)}}, {x})};
  if (constant_first && second && !rule.swapped.empty())
    return Vals{keras.layer(rule.swapped, {{"x2", constant_key(constant, other_rank)}}, {x})};
  BYOM_TRY(const Val fixed, fixed_constant(node, keras, constant, x, "constant"));
  if (rule.few_first) return Vals{combined(keras, rule, fixed, x)};
  const bool keep = constant_first || !rule.swapped.empty();
  return Vals{keras.layer(rule.operation, {}, keep ? Vals{fixed, x} : Vals{x, fixed})};
}

}  // namespace byom
