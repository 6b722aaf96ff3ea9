// TopK: the largest or smallest cells of an axis, and where they are.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/largest.hpp"

namespace byom::op_top_k {
namespace {

Schema schema() {
  Schema s = onnx("TopK", {1, 10, 11, 24});
  s.doc("The K largest (smallest) cells of the axis, in that order, and their places; of equals the first.");
  s.layout(Layout::attribute);
  s.input("X", numeric, "at least one axis");
  s.input("K", "int64", "how many: one number").shape_like().from(10);
  s.output("Values", "type of X").output("Indices", "int64");
  s.attr_of(BYOM_ATTR_INT, "k", "how many").until(9);
  s.attr("axis", std::int64_t{-1}, "negative counts from the end");
  s.attr("largest", std::int64_t{1}, "0: the smallest").from(11);
  s.attr("sorted", std::int64_t{1}, "0: in any order").from(11);
  const Literal x = tensor<float>({3, 2}, {1, 9, 5, 9, 3, 2}), two = tensor<std::int64_t>({1}, {2});
  s.example("largest of the last axis", {}, {x, tensor<std::int64_t>({1}, {1})},
            {tensor<float>({3, 1}, {9, 9, 3}), tensor<std::int64_t>({3, 1}, {1, 1, 0})});
  s.example("largest of another axis", {{"axis", 0}}, {x, two},
            {tensor<float>({2, 2}, {5, 9, 3, 9}), tensor<std::int64_t>({2, 2}, {1, 0, 2, 1})});
  s.example("smallest", {{"axis", 0}, {"largest", 0}}, {x, two},
            {tensor<float>({2, 2}, {1, 2, 3, 9}), tensor<std::int64_t>({2, 2}, {0, 2, 2, 0})});
  return s;
}

struct Request {
  std::size_t axis;
  std::int64_t k;
  bool largest;
};

Result<Request> request_of(const Node& node) {
  const Desc x = node.input(0);
  Request r{0, 0, true};
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), x.rank()));
  r.axis = static_cast<std::size_t>(axis);
  if (!x.dims[r.axis].is_number()) return mixes_samples("compares samples");
  if (node.since() < 10) {
    r.k = node.integer("k");
  } else {
    BYOM_TRY(const auto k, node.constant_integers(1, "K"));
    if (k.size() != 1) return Node::fail("input 'K' must be one number");
    r.k = k[0];
  }
  if (node.since() >= 11) {
    r.largest = node.integer("largest") != 0;
    node.ignore("sorted", "the cells come sorted in any case");
  }
  if (r.k < 0 || r.k > x.dims[r.axis].number())
    return Node::fail("axis " + std::to_string(axis) + " has no " + std::to_string(r.k) + " cells");
  return r;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Request r, request_of(node));
  Desc values(node.input(0).dtype, node.input(0).dims);
  values.dims[r.axis] = Dim(r.k);
  return Descs{values, {BYOM_INT64, values.dims}};
}

// Keras takes the largest of the last axis: others are moved there and back, and signs turned.
Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Request r, request_of(node));
  const Desc x = node.input(0);
  static_cast<void>(node.wanted(1));
  const auto rank = static_cast<std::size_t>(x.rank());
  const bool moved = r.axis + 1 != rank;
  if (!r.largest && x.dtype != BYOM_FLOAT) return Node::fail("Keras finds the smallest of floats only");
  std::vector<std::int64_t> order;
  for (std::size_t a = 0; a < rank; ++a) order.push_back(static_cast<std::int64_t>(a));
  if (moved) std::swap(order[r.axis], order[rank - 1]);
  const auto turn = [&](const char* role, Val v) {
    return moved ? keras.helper(role, "ops.Transpose", {{"axes", order}}, {v}) : v;
  };
  const auto sign = [&](const char* role, Val v) {
    return r.largest ? v : keras.helper(role, "ops.Negative", {}, {v});
  };
  const Val from = turn("last", sign("negative", keras.input(0)));
  const Vals found = keras.layers("ops.TopK", {{"k", r.k}}, {from}, 2);
  const Val values = sign("positive", turn("back", found[0]));
  const Val places =
      keras.helper("places", "ops.Cast", {{"dtype", "int64"}}, {turn("places_back", found[1])});
  return Vals{values, places};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const Request r, request_of(node));
  return take_largest<std::int64_t>(io, r.axis, r.k, r.largest);
}
}  // namespace

BYOM_OP(top_k) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_top_k
