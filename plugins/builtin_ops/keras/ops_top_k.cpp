// ops.TopK: the largest cells of the last axis, and where they are.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/largest.hpp"

namespace byom::op_keras_ops_top_k {
namespace {

Schema schema() {
  Schema s = keras_layer("ops.TopK");
  s.doc("The k largest cells of the last axis in descending order, and their places.");
  s.input("x", numeric, "at least one axis").output("values", "type of x").output("indices", "int32");
  s.attr_of(BYOM_ATTR_INT, "k", "how many").attr("sorted", true, "descending order");
  s.example("the first of equals comes first", {{"k", 2}}, {tensor<float>({1, 4}, {1, 5, 5, 2})},
            {tensor<float>({1, 2}, {5, 5}), tensor<std::int32_t>({1, 2}, {1, 2})});
  return s;
}

Result<Descs> infer(const Node& node) {
  Desc values(node.input(0).dtype, node.input(0).dims);
  const std::int64_t k = node.integer("k");
  if (values.dims.empty() || !values.dims.back().is_number() || k < 0 || k > values.dims.back().number())
    return Node::fail("the last axis has no " + std::to_string(k) + " cells");
  values.dims.back() = Dim(k);
  return Descs{values, {BYOM_INT32, values.dims}};
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("sorted", "the cells come sorted in any case");
  return take_largest<std::int32_t>(io, io.shape(0).size() - 1, node.integer("k"), true);
}
}  // namespace

BYOM_OP(keras_ops_top_k) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      operation_form(math_operations, "TopK", {{"k", "1"}, {"sorted", "True"}},
                     "list((ops or tf.math).top_k(x, self.k, self.sorted))"));
}

}  // namespace byom::op_keras_ops_top_k
