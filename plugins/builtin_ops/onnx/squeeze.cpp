// Squeeze: takes axes of extent 1 away.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/axes_input.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/reshaping.hpp"

namespace byom::op_squeeze {
namespace {

Schema schema() {
  Schema s = onnx("Squeeze", {1, 11, 13, 21, 23, 24, 25});
  s.doc(
      "The same elements without the axes given, all of extent 1; without any such axis where none is "
      "given.");
  s.input("data", any_type, "any shape");
  declare_axes(s, "the axes that go", true).output("squeezed", "the same elements");
  const Literal data = tensor<float>({1, 2, 1}, {1, 2});
  s.example("one axis", {}, {data, tensor<std::int64_t>({1}, {-1})}, {tensor<float>({1, 2}, {1, 2})});
  s.example("all axes", {}, {data}, {tensor<float>({2}, {1, 2})});
  s.example("an attribute", {{"axes", std::vector<std::int64_t>{0, 2}}}, {data}, {tensor<float>({2}, {1, 2})},
            11);
  return s;
}

Result<Shape> shape_of(const Node& node) {
  const Desc data = node.input(0);
  BYOM_TRY(const auto stated, stated_axes(node));
  Shape dims;
  if (!stated) {
    for (const Dim& extent : data.dims) {
      if (!extent.is_number())
        return Node::fail("it names no axes, and for one sample it takes the batch away");
      if (!(extent == Dim(1))) dims.push_back(extent);
    }
    return dims;
  }
  BYOM_TRY(const std::vector<std::int64_t> axes, checked_axes(*stated, data.rank()));
  for (std::size_t a = 0; a < data.dims.size(); ++a) {
    if (!std::ranges::binary_search(axes, static_cast<std::int64_t>(a))) {
      dims.push_back(data.dims[a]);
    } else if (!data.dims[a].is_number()) {
      return Node::fail("it takes axis " + std::to_string(a) + " away, which is the batch");
    } else if (!(data.dims[a] == Dim(1))) {
      return Node::fail("it takes axis " + std::to_string(a) + " away, which has the extent " +
                        std::to_string(data.dims[a].number()));
    }
  }
  return dims;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(Shape dims, shape_of(node));
  Desc out(node.input(0).dtype, std::move(dims));
  out.values = node.input(0).values;
  return Descs{out};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Shape dims, shape_of(node));
  return Vals{reshaped(keras, keras.input(0), node.input(0).dims, dims)};
}
}  // namespace

BYOM_OP(squeeze) {
  return Op(schema()).infer(infer).translate(translate).kernel(copy_elements);
}

}  // namespace byom::op_squeeze
