// Concatenate: tensors joined along one axis that is not the batch.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/concatenation.hpp"

namespace byom::op_keras_concatenate {
namespace {

Schema schema() {
  Schema s = keras_layer("Concatenate");
  s.doc("The inputs joined along `axis`.").layout(Layout::attribute);
  s.input("inputs", any_type, "tensors of one rank").variadic().output("outputs", "all of them");
  s.attr("axis", std::int64_t{-1}, "negative counts from the end");
  s.example("channels", {{"axis", 1}},
            {tensor<float>({1, 1, 2}, {1, 2}), tensor<float>({1, 2, 2}, {3, 4, 5, 6})},
            {tensor<float>({1, 3, 2}, {1, 2, 3, 4, 5, 6})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(Desc all, joined(node, node.inputs(), node.integer("axis"), false));
  return Descs{std::move(all)};
}

Result<Done> compute(const Node& node, Io& io) {
  return join(io, io.inputs(), node.integer("axis"));
}
}  // namespace

BYOM_OP(keras_concatenate) {
  return Op(schema()).infer(infer).kernel(compute).layer(Layer().both("Concatenate").takes_list());
}

}  // namespace byom::op_keras_concatenate
