// Size: how many elements a tensor has.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/reshaping.hpp"

namespace byom::op_size {
namespace {

Schema schema() {
  Schema s = onnx("Size", {1, 13, 19, 21, 23, 24, 25});
  s.doc("The number of elements of data.");
  s.input("data", any_type, "any shape").output("size", "an int64 without axes");
  s.example("six", {}, {tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6})}, {tensor<std::int64_t>({}, {6})});
  s.example("none", {}, {tensor<float>({2, 0}, {})}, {tensor<std::int64_t>({}, {0})});
  s.example("scalar", {}, {tensor<float>({}, {9})}, {tensor<std::int64_t>({}, {1})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc data = node.input(0);
  if (!data.rank_known) return Node::fail("the rank of its input is not known");
  Desc out(BYOM_INT64, {});
  out.values = Shape{product(data.dims, 0, data.dims.size())};
  return Descs{out};
}

Result<Done> compute(const Node&, Io& io) {
  io.out<std::int64_t>(0)[0] = count_of(io.shape(0), 0, io.shape(0).size());
  return done;
}
}  // namespace

BYOM_OP(size) {
  return Op(schema()).infer(infer).kernel(compute);
}

}  // namespace byom::op_size
