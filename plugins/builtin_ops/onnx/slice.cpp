// Slice: a part of every axis, in steps.
#include <limits>
#include <optional>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/slicing.hpp"

namespace byom::op_slice {
namespace {

constexpr std::int64_t to_the_end = std::numeric_limits<std::int64_t>::max();

Schema schema() {
  Schema s = onnx("Slice", {1, 10, 11, 13});
  s.doc("Cells starts to ends (exclusive) of the axes given, in steps; negative numbers count from the end.");
  s.input("data", any_type, "any shape");
  s.input("starts", integral, "first cells").shape_like().from(10);
  s.input("ends", "as starts", "cells behind the last").shape_like().from(10);
  s.input("axes", "as starts", "the axes; without them the first ones").shape_like().optional().from(10);
  s.input("steps", "as starts", "distances, negative ones backwards; without them 1")
      .shape_like()
      .optional()
      .from(10);
  s.output("output", "what is left");
  s.attr_of(BYOM_ATTR_INTS, "starts", "first cells").until(9);
  s.attr_of(BYOM_ATTR_INTS, "ends", "cells behind the last").until(9);
  s.attr_of(BYOM_ATTR_INTS, "axes", "the axes").optional().until(9);
  const auto list = [](std::vector<std::int64_t> numbers) {
    const auto n = static_cast<std::int64_t>(numbers.size());
    return tensor<std::int64_t>({n}, numbers);
  };
  const Literal data = tensor<float>({2, 4}, {1, 2, 3, 4, 5, 6, 7, 8});
  s.example("two axes, one in steps", {}, {data, list({1, 0}), list({2, 3}), list({0, 1}), list({1, 2})},
            {tensor<float>({1, 2}, {5, 7})});
  s.example("backwards from far behind to far before", {},
            {data, list({99}), list({-99}), list({-1}), list({-3})}, {tensor<float>({2, 2}, {4, 1, 8, 5})});
  s.example("nothing is left", {}, {data, list({3}), list({1}), list({1})}, {tensor<float>({2, 0}, {})});
  s.example("to the end, axes left out", {}, {data, list({0, -1}), list({to_the_end, to_the_end})},
            {tensor<float>({2, 1}, {4, 8})});
  s.example("attributes",
            {{"starts", std::vector<std::int64_t>{-3}},
             {"ends", std::vector<std::int64_t>{-1}},
             {"axes", std::vector<std::int64_t>{1}}},
            {data}, {tensor<float>({2, 2}, {2, 3, 6, 7})}, 1);
  return s;
}

struct Request {
  Shape starts, ends;
  std::vector<std::int64_t> axes, steps;
};

Result<Request> request_of(const Node& node) {
  Request r;
  if (node.since() < 10) {
    for (const std::int64_t n : node.integers("starts")) r.starts.emplace_back(n);
    for (const std::int64_t n : node.integers("ends")) r.ends.emplace_back(n);
    r.axes = node.integers("axes");
  } else {
    BYOM_TRY(r.starts, node.constant_shape(1, "starts"));
    BYOM_TRY(r.ends, node.constant_shape(2, "ends"));
    if (node.input(3).present()) {
      BYOM_TRY(r.axes, node.constant_integers(3, "axes"));
    }
    if (node.input(4).present()) {
      BYOM_TRY(r.steps, node.constant_integers(4, "steps"));
    }
  }
  const std::size_t n = r.starts.size();
  if (r.axes.empty())
    for (std::size_t a = 0; a < n; ++a) r.axes.push_back(static_cast<std::int64_t>(a));
  if (r.steps.empty()) r.steps.assign(n, 1);
  if (r.ends.size() != n || r.axes.size() != n || r.steps.size() != n)
    return Node::fail("its starts, ends, axes and steps are lists of different lengths");
  return r;
}

Result<Cut> cut_of(const Dim& extent, const Dim& start, const Dim& end, std::int64_t step) {
  if (step == 0) return Node::fail("a step is 0");
  const bool to_end =
      end == extent || (end.is_number() && end.number() >= std::numeric_limits<std::int32_t>::max());
  if (start == Dim(0) && to_end && step == 1)
    return Cut{0, 1, extent.is_number() ? extent.number() : 0, true, false};
  if (!extent.is_number()) return mixes_samples("takes a part of the batch");
  if (!start.is_number() || !end.is_number()) return Node::fail("where it cuts depends on the batch");
  return cut_axis(extent.number(), start.number(), end.number(), step);
}

Result<std::vector<Cut>> cuts_of(const Node& node) {
  const Desc data = node.input(0);
  BYOM_TRY(const Request r, request_of(node));
  BYOM_CHECK_OK(checked_axes(r.axes, data.rank()));
  std::vector<Cut> cuts;
  for (const Dim& extent : data.dims)
    cuts.push_back({0, 1, extent.is_number() ? extent.number() : 0, true, false});
  for (std::size_t i = 0; i < r.axes.size(); ++i) {
    const auto axis = static_cast<std::size_t>(r.axes[i] < 0 ? r.axes[i] + data.rank() : r.axes[i]);
    BYOM_TRY(cuts[axis], cut_of(data.dims[axis], r.starts[i], r.ends[i], r.steps[i]));
  }
  return cuts;
}

Result<Descs> infer(const Node& node) {
  const Desc data = node.input(0);
  BYOM_TRY(const std::vector<Cut> cuts, cuts_of(node));
  Desc out(data.dtype, cut_shape(cuts, data.dims));
  if (data.values && data.rank() == 1) {
    out.values.emplace();
    for (std::int64_t i = 0; i < cuts[0].count; ++i)
      out.values->push_back((*data.values)[static_cast<std::size_t>(cuts[0].start + i * cuts[0].step)]);
  }
  return Descs{out};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const std::vector<Cut> cuts, cuts_of(node));
  if (std::ranges::all_of(cuts, &Cut::whole)) return Vals{keras.input(0)};
  return Vals{keras.layer("ops.GetItem", {{"key", item_key(cuts, node.input(0).dims)}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const std::vector<Cut> cuts, cuts_of(node));
  return cut_elements(io, cuts);
}
}  // namespace

BYOM_OP(slice) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_slice
