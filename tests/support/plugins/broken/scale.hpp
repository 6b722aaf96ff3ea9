// acme::Scale, 2 * x, all but its kernel, for plugins whose fault needs C++.
#pragma once

#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace acme {
using namespace byom;

inline Schema scale() {
  Schema s("acme", "Scale", {1});
  s.doc("2 * x.").layout(Layout::transparent).input("x", "float", "any shape").output("y", "shape of x");
  s.example("one", {}, {tensor<float>({1}, {1})}, {tensor<float>({1}, {2})});
  return s;
}

inline Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  if (x.dtype != BYOM_FLOAT) return Node::fail("only tensors of type float are served");
  return Descs{x};
}
}  // namespace acme
