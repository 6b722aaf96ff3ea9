// ONNX's Softmax and LogSoftmax: along one axis, before opset 13 along all axes from one on.
#pragma once

#include <string>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/softmax.hpp"
#include "plugins/builtin_ops/shared/half.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

inline Schema softmax_schema(std::string_view type, std::string_view doc) {
  Schema s = onnx(type, {1, 11, 13});
  s.doc(doc);
  s.input("input", floating, "any shape").output("output", "type and shape of the input");
  s.attr("axis", std::int64_t{1}, "the first of the axes that sum to 1").until(12);
  s.attr("axis", std::int64_t{-1}, "the axis that sums to 1").from(13);
  return s;
}

// The axes that sum to 1, ascending.
inline Result<std::vector<std::int64_t>> softmax_axes(const Node& node) {
  const std::int64_t rank = node.input(0).rank(), stated = node.integer("axis");
  // axis = rank is legal before 13: every element is a sum of its own.
  if (node.since() < 13 && stated == rank) return std::vector<std::int64_t>();
  BYOM_TRY(const std::int64_t axis, checked_axis(stated, rank));
  std::vector<std::int64_t> axes{axis};
  while (node.since() < 13 && axes.back() + 1 < rank) axes.push_back(axes.back() + 1);
  return axes;
}

inline Result<Descs> infer_softmax(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const auto axes, softmax_axes(node));
  for (const std::int64_t axis : axes)
    if (!x.dims[static_cast<std::size_t>(axis)].is_number())
      return Node::fail("it divides by a sum over the batch: it mixes samples");
  return Descs{{x.dtype, x.dims}};
}

// The axes that a Keras layer has to name: those of more than one element.
inline Result<std::vector<std::int64_t>> named_axes(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(std::vector<std::int64_t> axes, softmax_axes(node));
  std::erase_if(axes, [&](std::int64_t axis) { return x.dims[static_cast<std::size_t>(axis)] == Dim(1); });
  if (axes.empty()) axes.push_back(x.rank() - 1);
  return axes;
}

// f is kernels::softmax or kernels::log_softmax of one type, as a generic lambda.
template <class F>
Result<Done> compute_softmax(const Node& node, Io& io, F f) {
  BYOM_TRY(const auto axes, softmax_axes(node));
  const auto shape = io.shape(0);
  std::int64_t outer = 1, n = 1, inner = 1;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    const auto axis = static_cast<std::int64_t>(d);
    std::int64_t& part = axes.empty() || axis < axes.front() ? outer : axis <= axes.back() ? n : inner;
    part *= shape[d];
  }
  return with_type<AllFloats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    if constexpr (std::is_floating_point_v<T>) {
      f(host_pool(), outer, n, inner, io.in<T>(0).data(), io.out<T>(0).data());
    } else {
      std::vector<float> wide;
      for (const T x : io.in<T>(0)) wide.push_back(widen(x));
      f(host_pool(), outer, n, inner, wide.data(), wide.data());
      for (std::size_t i = 0; i < wide.size(); ++i) io.out<T>(0)[i] = narrow<T>(wide[i]);
    }
  });
}

}  // namespace byom
