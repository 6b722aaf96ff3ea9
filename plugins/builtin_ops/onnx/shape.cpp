// Shape: the extents of a tensor.
#include <algorithm>

#include <byom/op.hpp>

namespace byom::op_shape {
namespace {

Schema schema() {
  Schema s = onnx("Shape", {1, 13, 15, 19, 21, 23, 24, 25});
  s.doc("The extents of data, or those of the axes from start to end (exclusive).");
  s.input("data", any_type, "any shape").output("shape", "int64[number of extents]");
  s.attr("start", std::int64_t{0}, "negative counts from the end").from(15);
  s.attr_of(BYOM_ATTR_INT, "end", "negative counts from the end; without it all").optional().from(15);
  const Literal data = tensor<float>({1, 2, 0}, {});
  s.example("all", {}, {data}, {tensor<std::int64_t>({3}, {1, 2, 0})});
  s.example("some", {{"start", -2}, {"end", -1}}, {data}, {tensor<std::int64_t>({1}, {2})});
  s.example("beyond the ends", {{"start", -9}, {"end", 9}}, {data}, {tensor<std::int64_t>({3}, {1, 2, 0})});
  s.example("scalar", {}, {tensor<float>({}, {5})}, {tensor<std::int64_t>({0}, {})}, 13);
  return s;
}

struct Range {
  std::int64_t start, end;
};

Range range_of(const Node& node, std::int64_t rank) {
  if (node.since() < 15) return {0, rank};
  const auto place = [rank](std::int64_t stated) {
    return std::clamp<std::int64_t>(stated < 0 ? stated + rank : stated, 0, rank);
  };
  const std::int64_t start = place(node.integer("start"));
  return {start, std::max(start, node.has("end") ? place(node.integer("end")) : rank)};
}

Result<Descs> infer(const Node& node) {
  const Desc data = node.input(0);
  if (!data.rank_known) return Node::fail("the rank of its input is not known");
  const Range range = range_of(node, data.rank());
  Desc out(BYOM_INT64, {Dim(range.end - range.start)});
  out.values.emplace();
  for (std::int64_t a = range.start; a < range.end; ++a)
    out.values->push_back(plain(data.dims[static_cast<std::size_t>(a)]));
  return Descs{out};
}

Result<Done> compute(const Node& node, Io& io) {
  const auto shape = io.shape(0);
  const Range range = range_of(node, static_cast<std::int64_t>(shape.size()));
  std::copy(shape.begin() + range.start, shape.begin() + range.end, io.out<std::int64_t>(0).begin());
  return done;
}
}  // namespace

BYOM_OP(shape) {
  return Op(schema()).infer(infer).kernel(compute);
}

}  // namespace byom::op_shape
