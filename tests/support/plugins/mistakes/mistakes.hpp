// Operators of the domain "acme" with one mistake each, named after it; the parts that are no mistake.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace mistakes {
using namespace byom;

// x and perhaps a second input, y, and a factor that nothing depends on.
inline Schema schema(const char* type) {
  Schema s("acme", type, {1});
  s.input("x", "any", "any").input("second", "any", "any").optional();
  s.output("y", "shape of x").output("more", "shape of x").optional();
  s.attr("factor", 2.0F, "nothing");
  return s;
}

inline Result<Descs> like_x(const Node& node) {
  const Desc x = node.input(0);
  return Descs(node.outputs(), Desc(x.dtype, x.dims));
}

inline Result<Vals> relu(const Node& node, Keras& keras) {
  node.ignore("factor", "nothing depends on it");
  node.ignore("second", "likewise");
  return Vals{keras.layer("ReLU", {}, {keras.input(0)})};
}

inline Result<Done> copy_x(const Node& node, Io& io) {
  node.ignore("factor", "nothing depends on it");
  std::ranges::copy(io.in<float>(0), io.out<float>(0).begin());
  return done;
}

inline Op infers(const char* type, Infer f) {
  return Op(schema(type)).infer(std::move(f)).translate(relu).kernel(copy_x);
}
inline Op translates(const char* type, Translate f) {
  return Op(schema(type)).infer(like_x).translate(std::move(f)).kernel(copy_x);
}

std::vector<Op> wrong_kernels();
std::vector<Op> wrong_translations();
std::vector<Op> wrong_layers();
}  // namespace mistakes
