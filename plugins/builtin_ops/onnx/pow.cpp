// Pow: X to the power of Y, broadcast, in the type of X.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_pow {
namespace {

Schema schema() {
  Schema s = onnx("Pow", {7, 12, 13, 15});
  s.doc("X to the power of Y, in the type of X.");
  s.input("X", "float,double,float16,bfloat16,int32,int64", "any shape")
      .input("Y", "as X", "broadcast with X")
      .until(11);
  s.input("Y", numeric, "broadcast with X").from(12);
  s.output("Z", "the broadcast shape");
  s.example("broadcast", {}, {tensor<float>({2, 1}, {2, 3}), tensor<float>({2}, {2, -1})},
            {tensor<float>({2, 2}, {4, 0.5F, 9, 0.33333334F})});
  s.example("a root of a negative number", {}, {tensor<float>({2}, {-8, 4}), tensor<float>({}, {0.5F})},
            {tensor<float>({2}, {NAN, 2})});
  s.example("mixed types", {}, {tensor<std::int32_t>({2}, {2, -3}), tensor<float>({}, {3})},
            {tensor<std::int32_t>({2}, {8, -27})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0), y = node.input(1);
  BYOM_TRY(Shape dims, broadcast_shape({x.dims, y.dims}));
  return Descs{{x.dtype, std::move(dims)}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc x = node.input(0), y = node.input(1);
  const bool one = y.known && element_count(*y.known) == 1 && y.rank() <= x.rank();
  if (!one && x.dtype == y.dtype) return translate_binary(node, keras, {.operation = "ops.Power"});
  if (!one)
    return Node::fail("its exponents have another element type than its bases, which Keras would change");
  const double exponent = first_element(*y.known);
  if (!is_floating(x.dtype)) {
    if (exponent != std::floor(exponent))
      return Node::fail("integers to the power of a fraction have no Keras layer");
    return Vals{keras.layer("ops.Power", {{"x2", static_cast<std::int64_t>(exponent)}}, {keras.input(0)})};
  }
  if (exponent == 2 && x.rank() >= 2)
    return Vals{keras.layer("Multiply", {}, {keras.input(0), keras.input(0)})};
  if (exponent == 2) return Vals{keras.layer("ops.Square", {}, {keras.input(0)})};
  if (x.dtype == y.dtype) return translate_binary(node, keras, {.operation = "ops.Power"});
  return Vals{keras.layer("ops.Power", {{"x2", static_cast<float>(exponent)}}, {keras.input(0)})};
}

template <class T>
Result<Done> raise(Io& io) {
  const auto in = [&](std::size_t i) { return kernels::Dims(io.shape(i)); };
  return with_type<AllNumbers>(io.dtype(1), [&]<class E>(std::type_identity<E>) {
    kernels::binary(host_pool(), io.in<T>(0).data(), in(0), io.in<E>(1).data(), in(1), io.out<T>(0).data(),
                    io.out_shape(0), [](T base, E exponent) {
                      return narrow<T>(arithmetic::Power()(widen(base), widen(exponent)));
                    });
  });
}

Result<Done> compute(const Node&, Io& io) {
  Result<Done> result = done;
  BYOM_CHECK_OK(with_type<Types<float, double, Half, Bfloat16, std::int32_t, std::int64_t>>(
      io.dtype(0), [&]<class T>(std::type_identity<T>) { result = raise<T>(io); }));
  return result;
}
}  // namespace

BYOM_OP(pow) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_pow
