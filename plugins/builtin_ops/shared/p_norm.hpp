// Norms of the order p, which LpNormalization, LpPool and GlobalLpPool take: the p-th root of the sum of
// |x|^p.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include <byom/op.hpp>

namespace byom {

// The attribute p, a real number in the first version of the pools.
inline Schema& declare_order(Schema& schema) {
  schema.attr("p", 2.0F, "order of the norm, 1 or more").until(1);
  return schema.attr("p", std::int64_t{2}, "order of the norm, 1 or more").from(2);
}

inline Result<double> order_of(const Node& node, bool real = false) {
  const double p = real ? static_cast<double>(node.real("p")) : static_cast<double>(node.integer("p"));
  if (!(p >= 1 && p < 0x1p20))
    return Node::fail("attribute 'p' is " + std::to_string(p) + "; norms begin at 1");
  return p;
}

inline double power(double x, double p) {
  const double magnitude = std::fabs(x);
  return p == 1 ? magnitude : p == 2 ? magnitude * magnitude : std::pow(magnitude, p);
}

inline double root(double sum, double p) {
  return p == 1 ? sum : p == 2 ? std::sqrt(sum) : std::pow(sum, 1 / p);
}

// |x|^p as layers.
inline Val powers(Keras& keras, Val x, double p) {
  if (p == 2) return keras.helper("powers", "ops.Square", {}, {x});
  if (p == 1) return keras.helper("powers", "ops.Absolute", {}, {x});
  const Val magnitude = keras.helper("magnitude", "ops.Absolute", {}, {x});
  return keras.helper("powers", "ops.Power", {{"x2", static_cast<float>(p)}}, {magnitude});
}

// The p-th root; p is not 1. `role` as in Keras::helper; empty: the layer that makes the node's output.
inline Val rooted(Keras& keras, Val sum, double p, const std::string& role = "") {
  const std::string type = p == 2 ? "ops.Sqrt" : "ops.Power";
  const Attrs config = p == 2 ? Attrs{} : Attrs{{"x2", static_cast<float>(1 / p)}};
  return role.empty() ? keras.layer(type, config, {sum}) : keras.helper(role, type, config, {sum});
}

}  // namespace byom
