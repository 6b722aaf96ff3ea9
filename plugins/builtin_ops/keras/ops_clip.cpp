// ops.Clip: each element held between two numbers.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_clip {
namespace {

Schema schema() {
  Schema s = operation_schema("Clip", "Each element held between x_min and x_max.", numeric);
  s.attr_of(BYOM_ATTR_FLOAT, "x_min", "lower bound").attr_of(BYOM_ATTR_FLOAT, "x_max", "upper bound");
  s.example("floats", {{"x_min", -0.5F}, {"x_max", 0.5F}}, {tensor<float>({3}, {-1, 0.25F, 1})},
            {tensor<float>({3}, {-0.5F, 0.25F, 0.5F})});
  s.example("integers", {{"x_min", 0}, {"x_max", 3}}, {tensor<std::int32_t>({2}, {-1, 9})},
            {tensor<std::int32_t>({2}, {0, 3})});
  return s;
}

// A float key may have been written as a whole number, and read as one.
double number(const Node& node, const char* name) {
  const auto key = node.read(name);
  if (!key) return 0;
  return key->type == BYOM_ATTR_INT ? static_cast<double>(key->v.i[0]) : static_cast<double>(key->v.f[0]);
}

Result<Done> compute(const Node& node, Io& io) {
  const double low = number(node, "x_min"), high = number(node, "x_max");
  return map_each<AllNumbers>(io, [=](auto x) {
    using T = decltype(x);
    return std::min(std::max(x, static_cast<T>(low)), static_cast<T>(high));
  });
}
}  // namespace

BYOM_OP(keras_ops_clip) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Clip", {{"x_min", "None"}, {"x_max", "None"}},
                            "(ops.clip if ops else tf.clip_by_value)(x, self.x_min, self.x_max)"));
}

}  // namespace byom::op_keras_ops_clip
