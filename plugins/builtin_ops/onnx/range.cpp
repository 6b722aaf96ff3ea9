// Range: numbers in equal steps.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"

namespace byom::op_range {
namespace {

using RangeTypes = Types<float, double, std::int16_t, std::int32_t, std::int64_t>;

Schema schema() {
  Schema s = onnx("Range", {11});
  s.doc("start, start + delta, ... up to limit (exclusive).");
  const char* types = "float,double,int16,int32,int64";
  s.input("start", types, "a scalar")
      .input("limit", "as start", "a scalar")
      .input("delta", "as start", "a scalar, not 0");
  s.output("output", "one axis");
  const auto number = [](std::int64_t n) { return tensor<std::int64_t>({}, {n}); };
  s.example("downwards", {}, {number(5), number(0), number(-2)}, {tensor<std::int64_t>({3}, {5, 3, 1})});
  s.example("empty", {}, {number(5), number(5), number(1)}, {tensor<std::int64_t>({0}, {})});
  s.example("floats", {}, {tensor<float>({}, {1}), tensor<float>({}, {2.25F}), tensor<float>({}, {0.5F})},
            {tensor<float>({3}, {1, 1.5F, 2})});
  return s;
}

template <class T>
T scalar(const Desc& desc) {
  return *static_cast<const T*>(desc.known->data);
}

// How many numbers; -1 when that is no count.
template <class T>
std::int64_t length(const Desc& start, const Desc& limit, const Desc& delta) {
  const double distance = static_cast<double>(scalar<T>(limit)) - static_cast<double>(scalar<T>(start));
  const double n = std::ceil(distance / static_cast<double>(scalar<T>(delta)));
  return n <= 0 ? 0 : n < 0x1p40 ? static_cast<std::int64_t>(n) : -1;
}

Result<Descs> infer(const Node& node) {
  const Desc start = node.input(0), limit = node.input(1), delta = node.input(2);
  for (const Desc* desc : {&start, &limit, &delta}) {
    if (desc->values && !desc->values->empty() && !desc->values->front().is_number())
      return Node::fail("how far it counts depends on the batch");
    if (!desc->known) return Node::fail("its start, limit and delta must be constants");
    if (desc->known->bytes == 0 || desc->dtype != start.dtype)
      return Node::fail("its start, limit and delta are not three numbers of one type");
  }
  std::int64_t n = -1;
  BYOM_CHECK_OK(with_type<RangeTypes>(start.dtype, [&]<class T>(std::type_identity<T>) {
    if (scalar<T>(delta) != T{0}) n = length<T>(start, limit, delta);
  }));
  if (n < 0) return Node::fail("its delta is 0, or it does not end");
  return Descs{{start.dtype, {Dim(n)}}};
}

Result<Done> compute(const Node&, Io& io) {
  return with_type<RangeTypes>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const T start = io.in<T>(0)[0], delta = io.in<T>(2)[0];
    const auto out = io.out<T>(0);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<T>(start + static_cast<T>(i) * delta);
  });
}
}  // namespace

BYOM_OP(range) {
  return Op(schema()).infer(infer).kernel(compute);
}

}  // namespace byom::op_range
