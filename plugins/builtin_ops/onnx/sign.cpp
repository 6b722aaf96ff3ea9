// Sign: -1, 0 or 1.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_sign {
namespace {

Schema schema() {
  Schema s = unary_schema("Sign", {9, 13}, "-1, 0 or 1.", numeric, "input", "output");
  s.example("around zero", {}, {tensor<float>({3}, {-2, 0, 0.1F})}, {tensor<float>({3}, {-1, 0, 1})});
  s.example("integers", {}, {tensor<std::int64_t>({3}, {-7, 0, 7})}, {tensor<std::int64_t>({3}, {-1, 0, 1})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllNumbers>(io, [](auto x) { return static_cast<decltype(x)>((x > 0) - (x < 0)); });
}
}  // namespace

BYOM_OP(sign) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Sign")).kernel(compute);
}

}  // namespace byom::op_sign
