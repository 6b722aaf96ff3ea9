// ops.Pad: a constant or the mirrored inside, round any axes.
#include <algorithm>
#include <cstring>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"

namespace byom::op_keras_ops_pad {
namespace {

constexpr const char* python = R"py(class OpsPad(layers.Layer):
    """Cells round any axes: a constant, or the inside mirrored at the outermost cells."""

    def __init__(self, pad_width, mode="constant", constant_values=0, **kwargs):
        super().__init__(**kwargs)
        self.pad_width = pad_width
        self.mode = mode
        self.constant_values = constant_values

    def call(self, inputs):
        fill = {"constant_values": self.constant_values} if self.mode == "constant" else {}
        return (ops or tf).pad(inputs, self.pad_width, mode=self.mode, **fill)

    def get_config(self):
        config = {"pad_width": self.pad_width, "mode": self.mode, "constant_values": self.constant_values}
        return {**super().get_config(), **config}
)py";

AttrValue pairs(const std::vector<std::vector<std::int64_t>>& widths) {
  return AttrValue::List(widths.begin(), widths.end());
}

Schema schema() {
  Schema s = keras_layer("ops.Pad");
  s.doc("x with cells added in front of and behind every axis.");
  s.input("x", any_type, "any shape").output("outputs", "x, longer by the widths");
  s.attr_of(BYOM_ATTR_LIST, "pad_width", "[in front, behind] of every axis")
      .attr("mode", "constant", "constant or reflect");
  s.attr_of(BYOM_ATTR_FLOAT, "constant_values", "what to add in mode constant; none: 0").optional();
  s.example("a number", {{"pad_width", pairs({{0, 0}, {1, 2}})}, {"constant_values", 9.0F}},
            {tensor<float>({1, 2}, {1, 2})}, {tensor<float>({1, 5}, {9, 1, 2, 9, 9})});
  s.example("the mirror does not repeat the outermost cell",
            {{"pad_width", pairs({{0, 1}, {2, 0}})}, {"mode", "reflect"}},
            {tensor<std::int32_t>({2, 3}, {1, 2, 3, 4, 5, 6})},
            {tensor<std::int32_t>({3, 5}, {3, 2, 1, 2, 3, 6, 5, 4, 5, 6, 3, 2, 1, 2, 3})});
  return s;
}

using Widths = std::vector<std::pair<std::int64_t, std::int64_t>>;

Result<Widths> widths_of(const Node& node) {
  const auto list = node.read("pad_width");
  Widths widths;
  for (std::uint64_t a = 0; list && list->type == BYOM_ATTR_LIST && a < list->count; ++a) {
    const byom_attr& pair = list->v.a[a];
    if (pair.type != BYOM_ATTR_INTS || pair.count != 2 || pair.v.i[0] < 0 || pair.v.i[1] < 0) break;
    widths.emplace_back(pair.v.i[0], pair.v.i[1]);
  }
  if (widths.size() != node.input(0).dims.size())
    return Node::fail("'pad_width' is not a pair of numbers, none negative, for every axis");
  return widths;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Widths widths, widths_of(node));
  const Desc x = node.input(0);
  Shape dims;
  for (std::size_t a = 0; a < widths.size(); ++a)
    dims.push_back(x.dims[a] + Dim(widths[a].first + widths[a].second));
  return Descs{{x.dtype, dims}};
}

// For every cell of an output axis the input cell it shows; -1: none.
std::vector<std::int64_t> shown(std::int64_t n, std::pair<std::int64_t, std::int64_t> width, bool reflect) {
  std::vector<std::int64_t> cells;
  for (std::int64_t at = -width.first; at < n + width.second; ++at) {
    if (!reflect) {
      cells.push_back(at < 0 || at >= n ? -1 : at);
      continue;
    }
    std::int64_t cell = at;
    while (n > 1 && (cell < 0 || cell >= n)) cell = cell < 0 ? -cell : 2 * (n - 1) - cell;
    cells.push_back(n > 1 ? cell : 0);
  }
  return cells;
}

template <class T>
void pad(const std::vector<std::vector<std::int64_t>>& cells, std::span<const std::int64_t> dims, T value,
         const T* x, std::span<T> y) {
  const std::size_t last = cells.size() - 1, width = cells[last].size();
  if (width == 0) return;
  parallel_for(y.size() / width, 256, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t row = begin; row < end; ++row) {
      std::int64_t from = 0, step = dims[last];
      std::uint64_t rest = row;
      for (std::size_t a = last; a-- > 0; step *= dims[a]) {
        const std::int64_t cell = cells[a][rest % cells[a].size()];
        from = cell < 0 || from < 0 ? -1 : from + cell * step;
        rest /= cells[a].size();
      }
      T* to = y.data() + row * width;
      for (std::size_t i = 0; i < width; ++i)
        to[i] = from < 0 || cells[last][i] < 0 ? value : x[from + cells[last][i]];
    }
  });
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const Widths widths, widths_of(node));
  const std::string mode = node.string("mode");
  if (mode != "constant" && mode != "reflect") return Node::fail("mode '" + mode + "' is not served");
  std::vector<std::vector<std::int64_t>> cells;
  for (std::size_t a = 0; a < widths.size(); ++a)
    cells.push_back(shown(io.shape(0)[a], widths[a], mode == "reflect"));
  const auto value = node.read("constant_values");
  return with_type<Numeric>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    T fill{};
    if (value)
      fill = value->type == BYOM_ATTR_INT ? static_cast<T>(value->v.i[0]) : static_cast<T>(value->v.f[0]);
    if (cells.empty())
      io.out<T>(0)[0] = io.in<T>(0)[0];
    else
      pad(cells, io.shape(0), fill, io.in<T>(0).data(), io.out<T>(0));
  });
}
}  // namespace

BYOM_OP(keras_ops_pad) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .custom("OpsPad", python, {BYOM_DIALECT_KERAS2})
          .operation("keras.src.ops.numpy", "Pad", {{"constant_values", call_argument()}}));
}

}  // namespace byom::op_keras_ops_pad
