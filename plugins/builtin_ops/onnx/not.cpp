// Not: true where the element is false.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_not {
namespace {

Schema schema() {
  Schema s = unary_schema("Not", {1}, "True where the element is false.", "bool");
  s.example("both", {}, {tensor<bool>({2}, {true, false})}, {tensor<bool>({2}, {false, true})});
  s.example("scalar", {}, {tensor<bool>({}, {false})}, {tensor<bool>({}, {true})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_elements<Types<bool>>(io, [](bool x) { return !x; });
}
}  // namespace

BYOM_OP(not ) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.LogicalNot")).kernel(compute);
}

}  // namespace byom::op_not
