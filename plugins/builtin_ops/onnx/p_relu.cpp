// PRelu: x, below zero slope * x; the slopes stretch to the shape of x.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_p_relu {
namespace {

Schema schema() {
  Schema s = onnx("PRelu", {7, 9, 16});
  s.doc("x, below zero slope * x.");
  s.input("X", "float,double,float16,bfloat16,int32,int64,uint32,uint64", "any shape");
  s.input("slope", "as X", "stretches to the shape of X").output("Y", "type and shape of X");
  s.example("a slope for each channel", {},
            {tensor<float>({1, 2, 2}, {-1, 2, -3, 4}), tensor<float>({2, 1}, {0.5F, 2})},
            {tensor<float>({1, 2, 2}, {-0.5F, 2, -6, 4})});
  s.example("one slope, integers", {},
            {tensor<std::int32_t>({3}, {-2, 0, 2}), tensor<std::int32_t>({1}, {3})},
            {tensor<std::int32_t>({3}, {-6, 0, 2})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0), slope = node.input(1);
  BYOM_TRY(const Shape dims, broadcast_shape({x.dims, slope.dims}));
  if (!(dims == x.dims)) return Node::fail("the slopes do not stretch to the shape of X");
  return Descs{{x.dtype, x.dims}};
}

// Keras's alpha has the axes behind the batch; along shared axes there is one slope.
Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc x = node.input(0), slope = node.input(1);
  if (!slope.known) return Node::fail("its slopes are computed by the model; Keras's PReLU trains constants");
  if (!is_floating(x.dtype) || x.rank() < 2)
    return Node::fail("Keras's PReLU takes floating tensors with a batch and one more axis");
  std::vector<std::int64_t> shape(static_cast<std::size_t>(x.rank()), 1), shared;
  std::copy(slope.known->shape, slope.known->shape + slope.rank(), shape.end() - slope.rank());
  if (shape[0] != 1) return Node::fail("it has slopes for each sample, and Keras's PReLU has none");
  for (std::size_t d = 1; d < shape.size(); ++d)
    if (shape[d] == 1) shared.push_back(static_cast<std::int64_t>(d));
  const Weight alpha = Weight(slope.known).reshaped({shape.begin() + 1, shape.end()});
  return Vals{keras.layer("PReLU", shared.empty() ? Attrs{} : Attrs{{"shared_axes", shared}},
                          {keras.input(0)}, {alpha})};
}

Result<Done> compute(const Node&, Io& io) {
  return combine_inputs<AllNumbers>(
      io, [](auto x, auto slope) { return x < decltype(x){0} ? decltype(x)(x * slope) : x; });
}
}  // namespace

BYOM_OP(p_relu) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_p_relu
