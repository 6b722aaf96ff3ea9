// Dropout: the identity outside training.
#include <algorithm>
#include <cstring>

#include <byom/op.hpp>

namespace byom::op_dropout {
namespace {

Schema schema() {
  Schema s = onnx("Dropout", {7, 10, 12, 13, 22});
  s.doc("In training some elements become zero; in inference nothing changes.").layout(Layout::transparent);
  s.input("data", floating, "any shape");
  s.input("ratio", "float,double,float16", "the share of elements dropped in training").optional().from(12);
  s.input("training_mode", "bool", "whether this is training").optional().from(12);
  s.output("output", "shape of data").output("mask", "which elements were kept: all of them").optional();
  s.attr("ratio", 0.5F, "the share of elements dropped in training").until(10);
  s.attr_of(BYOM_ATTR_INT, "seed", "of the random numbers of training").optional().from(12);
  s.example("nothing changes", {}, {tensor<float>({2}, {-1, 2}), tensor<float>({}, {0.75F})},
            {tensor<float>({2}, {-1, 2}), tensor<bool>({2}, {true, true})});
  s.example("an attribute", {{"ratio", 0.25F}}, {tensor<float>({2}, {-1, 2})}, {tensor<float>({2}, {-1, 2})},
            7);
  return s;
}

Result<double> ratio_of(const Node& node) {
  if (node.since() < 12) return static_cast<double>(node.real("ratio"));
  BYOM_TRY(const std::vector<double> ratio, node.constant_reals(1, "ratio"));
  return ratio.empty() ? 0.5 : ratio[0];
}

// Training drops elements at random; only when it drops none can its result be foretold.
Result<Done> check_inference(const Node& node) {
  if (node.since() < 12 || !node.input(2).present()) return done;
  const Desc training = node.input(2);
  if (!training.known) return Node::fail("input 'training_mode' must be a constant");
  if (!*static_cast<const bool*>(training.known->data)) return done;
  BYOM_TRY(const double ratio, ratio_of(node));
  if (ratio == 0) return done;
  return Node::fail(
      "input 'training_mode' is true: its result would be random; export the model for inference");
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  Descs outputs{{x.dtype, x.dims}};
  if (node.outputs() > 1) outputs.push_back({node.since() < 10 ? x.dtype : BYOM_BOOL, x.dims});
  return outputs;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_CHECK_OK(check_inference(node));
  if (node.wanted(1)) return Node::fail("output 'mask' is used; Keras's Dropout does not give it");
  node.ignore("seed", "training in Keras draws its own numbers");
  const Desc ratio = node.input(1);
  if (ratio.present() && !ratio.known) return Node::fail("input 'ratio' must be a constant");
  BYOM_TRY(const double rate, ratio_of(node));
  if (node.input(0).dtype != BYOM_FLOAT) return Vals{keras.input(0)};
  return Vals{keras.layer("Dropout", {{"rate", static_cast<float>(rate)}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_CHECK_OK(check_inference(node));
  node.ignore("ratio", "it is about training");
  node.ignore("seed", "it is about training");
  std::memcpy(io.raw_out(0).data, io.raw_in(0).data, io.raw_in(0).bytes);
  if (!io.wants(1)) return done;
  if (io.out_dtype(1) == BYOM_BOOL)
    std::ranges::fill(io.out<bool>(1), true);
  else if (io.out_dtype(1) == BYOM_FLOAT)
    std::ranges::fill(io.out<float>(1), 1.0F);
  else
    return Node::fail("a mask of this type is not computed here");
  return done;
}
}  // namespace

BYOM_OP(dropout) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_dropout
