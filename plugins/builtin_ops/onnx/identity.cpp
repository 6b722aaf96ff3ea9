// Identity: its input under another name.
#include <cstring>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"

namespace byom::op_identity {
namespace {

Schema schema() {
  Schema s = onnx("Identity", {1, 13, 14, 16, 19, 21, 23, 24, 25});
  s.doc("The input itself.").layout(Layout::transparent);
  s.input("input", any_type, "any tensor").output("output", "the same tensor");
  s.example("numbers", {}, {tensor<float>({2}, {1, -0.0F})}, {tensor<float>({2}, {1, -0.0F})});
  s.example("empty", {}, {tensor<std::int64_t>({0, 3}, {})}, {tensor<std::int64_t>({0, 3}, {})});
  return s;
}

Result<Descs> infer(const Node& node) {
  Desc out = node.input(0);
  out.known = nullptr;
  return Descs{out};
}

Result<Vals> translate(const Node&, Keras& keras) {
  return Vals{keras.input(0)};
}

Result<Done> compute(const Node&, Io& io) {
  if (io.raw_in(0).bytes) std::memcpy(io.raw_out(0).data, io.raw_in(0).data, io.raw_in(0).bytes);
  return done;
}
}  // namespace

BYOM_OP(identity) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_identity
