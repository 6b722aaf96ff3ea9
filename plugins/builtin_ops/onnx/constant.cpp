// Constant: a tensor that the model carries as an attribute.
#include <algorithm>
#include <cstring>

#include <byom/op.hpp>

namespace byom::op_constant {
namespace {

Schema schema() {
  Schema s = onnx("Constant", {1, 9, 11, 12, 13, 19, 21, 23, 24, 25});
  s.doc("The tensor its one attribute holds.");
  s.output("output", "the tensor");
  s.attr_of(BYOM_ATTR_TENSOR, "value", "any tensor").optional();
  s.attr_of(BYOM_ATTR_FLOAT, "value_float", "a scalar").optional().from(12);
  s.attr_of(BYOM_ATTR_FLOATS, "value_floats", "a list").optional().from(12);
  s.attr_of(BYOM_ATTR_INT, "value_int", "a scalar").optional().from(12);
  s.attr_of(BYOM_ATTR_INTS, "value_ints", "a list").optional().from(12);
  s.attr_of(BYOM_ATTR_STRING, "value_string", "text, which Keras lacks").optional().from(12);
  s.attr_of(BYOM_ATTR_STRINGS, "value_strings", "texts, which Keras lacks").optional().from(12);
  s.example("tensor", {{"value", tensor<float>({2}, {1.5F, -2})}}, {}, {tensor<float>({2}, {1.5F, -2})});
  s.example("scalar", {{"value_int", std::int64_t{7}}}, {}, {tensor<std::int64_t>({}, {7})});
  s.example("empty list", {{"value_ints", std::vector<std::int64_t>()}}, {}, {tensor<std::int64_t>({0}, {})});
  return s;
}

// The attribute as a tensor; the views in it last as long as the call.
struct Held {
  byom_tensor tensor{};
  std::int64_t length = 0;
};

Result<Held> held(const Node& node) {
  Held h;
  for (const char* name : {"value", "value_float", "value_floats", "value_int", "value_ints"}) {
    if (node.since() < 12 && std::strcmp(name, "value") != 0) break;
    const auto attr = node.read(name);
    if (!attr) continue;
    if (attr->type == BYOM_ATTR_TENSOR) {
      h.tensor = *attr->v.t;
      return h;
    }
    const bool real = attr->type == BYOM_ATTR_FLOAT || attr->type == BYOM_ATTR_FLOATS;
    const bool list = attr->type == BYOM_ATTR_FLOATS || attr->type == BYOM_ATTR_INTS;
    h.length = static_cast<std::int64_t>(attr->count);
    h.tensor.dtype = real ? BYOM_FLOAT : BYOM_INT64;
    h.tensor.rank = list ? 1 : 0;
    h.tensor.bytes = attr->count * (real ? sizeof(float) : sizeof(std::int64_t));
    h.tensor.data =
        real ? static_cast<void*>(const_cast<float*>(attr->v.f)) : const_cast<std::int64_t*>(attr->v.i);
    return h;
  }
  const bool text = node.since() >= 12 && (node.has("value_string") || node.has("value_strings"));
  return Node::fail(text ? "it holds text, and Keras has no such tensors" : "it has no value");
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Held h, held(node));
  Desc out{h.tensor.dtype, {}};
  if (h.tensor.shape) {
    for (std::int32_t d = 0; d < h.tensor.rank; ++d) out.dims.emplace_back(h.tensor.shape[d]);
  } else if (h.tensor.rank == 1) {
    out.dims.emplace_back(h.length);
  }
  return Descs{out};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const Held h, held(node));
  if (h.tensor.bytes) std::memcpy(io.raw_out(0).data, h.tensor.data, h.tensor.bytes);
  return done;
}
}  // namespace

BYOM_OP(constant) {
  return Op(schema()).infer(infer).kernel(compute);
}

}  // namespace byom::op_constant
