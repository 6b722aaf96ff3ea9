// NonZero: where a tensor is not 0.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_non_zero {
namespace {

using Tested = Types<float, double, Half, Bfloat16, std::int8_t, std::int16_t, std::int32_t, std::int64_t,
                     std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t, bool>;

Schema schema() {
  Schema s = onnx("NonZero", {9, 13});
  s.doc("The coordinates of the elements that are not 0, a column for each, in row-major order.");
  s.input("X", any_type, "any shape").output("Y", "int64[rank of X, number found]");
  s.example("a matrix", {}, {tensor<float>({2, 2}, {1, 0, -2, 3})},
            {tensor<std::int64_t>({2, 3}, {0, 1, 1, 0, 0, 1})});
  s.example("nothing found", {}, {tensor<bool>({2}, {false, false})}, {tensor<std::int64_t>({1, 0}, {})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  Dim found(-1);
  if (x.known) {
    std::int64_t n = 0;
    BYOM_CHECK_OK(with_type<Tested>(x.dtype, [&]<class T>(std::type_identity<T>) {
      for (const T element : elements_of<T>(*x.known)) n += widen(element) != 0 ? 1 : 0;
    }));
    found = Dim(n);
  }
  if (!x.known) return Node::fail("how many elements it finds depends on the data");
  return Descs{{BYOM_INT64, {Dim(x.rank()), found}}};
}

Result<Done> compute(const Node&, Io& io) {
  const auto shape = io.shape(0);
  return with_type<Tested>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    std::vector<std::int64_t> found;
    const auto x = io.in<T>(0);
    for (std::size_t i = 0; i < x.size(); ++i)
      if (widen(x[i]) != 0) found.push_back(static_cast<std::int64_t>(i));
    const auto n = static_cast<std::int64_t>(found.size());
    const auto y = io.make_out<std::int64_t>(0, {static_cast<std::int64_t>(shape.size()), n});
    for (std::size_t column = 0; column < found.size() && !y.empty(); ++column) {
      std::int64_t rest = found[column];
      for (std::size_t axis = shape.size(); axis-- > 0; rest /= shape[axis])
        y[axis * found.size() + column] = rest % shape[axis];
    }
  });
}
}  // namespace

BYOM_OP(non_zero) {
  return Op(schema()).infer(infer).dynamic_outputs().kernel(compute);
}

}  // namespace byom::op_non_zero
