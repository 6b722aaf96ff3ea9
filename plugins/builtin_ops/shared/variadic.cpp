// Many tensors at once where Keras has a layer for that, else two at a time.
#include "plugins/builtin_ops/shared/variadic.hpp"

#include <algorithm>

#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom {

Schema variadic_schema(std::string_view type, std::vector<std::int64_t> since, std::string_view doc,
                       const char* types) {
  Schema s = onnx(type, std::move(since));
  s.doc(doc);
  s.input("data_0", types, "tensors of one type, broadcast to one shape (since version 8)").variadic();
  s.output("result", "the broadcast shape");
  return s;
}

Result<Descs> infer_variadic(const Node& node, ValueRule values) {
  Desc result = node.input(0);
  std::vector<Shape> shapes{result.dims};
  for (std::size_t i = 1; i < node.inputs(); ++i) {
    const Desc next = node.input(i);
    result.values = combined_values(result, next, values);
    shapes.push_back(next.dims);
  }
  BYOM_TRY(result.dims, broadcast_shape(shapes));
  result.known = nullptr;
  return Descs{result};
}

std::optional<Val> merged(const Node& node, Keras& keras, const std::string& merge) {
  const Desc first = node.input(0);
  if (first.rank() < 2 || !is_floating(first.dtype)) return std::nullopt;
  std::vector<std::size_t> order;
  std::vector<std::int64_t> elements;
  for (std::size_t i = 0; i < node.inputs(); ++i) {
    const Desc next = node.input(i);
    if (next.known || next.rank() != first.rank() || !(next.dims[0] == first.dims[0])) return std::nullopt;
    order.push_back(i);
    elements.push_back(1);
    for (const Dim& dim : next.dims) elements.back() *= dim.raw.value;
  }
  // Keras 3 on TensorFlow takes a later, shorter summand for a bias, of the wrong axis.
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return elements[i]; });
  Desc sum = node.input(order.front());
  Vals inputs;
  for (const std::size_t i : order) {
    const Desc next = node.input(i);
    if (!inputs.empty() && taken_for_bias(sum, next)) return std::nullopt;
    const auto dims = broadcast_shape({sum.dims, next.dims});
    if (!dims) return std::nullopt;
    sum.dims = *dims;
    inputs.push_back(keras.input(i));
  }
  return keras.layer(merge, {}, inputs);
}

Result<Val> folded(const Node& node, Keras& keras, const BinaryRule& rule, const std::string& role) {
  BYOM_TRY(const Val any, first_activation(node, keras));
  BYOM_TRY(Val result, operand(node, keras, 0, any, "input0"));
  for (std::size_t i = 1; i < node.inputs(); ++i) {
    const std::string name = "input" + std::to_string(i);
    BYOM_TRY(const Val next, operand(node, keras, i, any, name));
    result = combined(keras, rule, result, next, i + 1 == node.inputs() ? role : "with_" + name);
  }
  return result;
}

Translate folds_to(BinaryRule rule) {
  return [rule = std::move(rule)](const Node& node, Keras& keras) -> Result<Vals> {
    if (node.inputs() == 1) return Vals{keras.input(0)};
    if (node.inputs() == 2) return translate_binary(node, keras, rule);
    if (const auto all = merged(node, keras, rule.merge)) return Vals{*all};
    BYOM_TRY(const Val result, folded(node, keras, rule));
    return Vals{result};
  };
}

}  // namespace byom
