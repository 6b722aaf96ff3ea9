// Copies the overlap of the input and of the moved window; the rest is zero.
#include "plugins/builtin_ops/shared/padding_layer.hpp"

#include <algorithm>
#include <string>

#include "plugins/builtin_ops/shared/spatial_pairs.hpp"

namespace byom {

namespace {

// How far the output reaches beyond the input at both ends of each spatial axis; negative: cut off.
using Growth = std::vector<std::pair<std::int64_t, std::int64_t>>;

Result<Growth> growth_of(const Node& node, const char* key) {
  if (node.string("data_format") != "channels_first")
    return Node::fail("only data_format 'channels_first' is served");
  BYOM_TRY(Growth pairs, spatial_pairs(node, key));
  const bool cut = std::string_view(key) == "cropping";
  for (auto& [begin, end] : pairs) {
    if (begin < 0 || end < 0) return Node::fail(std::string("'") + key + "' has a negative number");
    if (cut) begin = -begin, end = -end;
  }
  return pairs;
}

Result<Descs> infer(const Node& node, const char* key) {
  BYOM_TRY(const Growth growth, growth_of(node, key));
  Desc y = node.input(0);
  y.known = nullptr;
  for (std::size_t a = 0; a < growth.size(); ++a)
    y.dims[a + 2] = y.dims[a + 2] + Dim(growth[a].first + growth[a].second);
  return Descs{y};
}

Result<Done> compute(const Node& node, Io& io, const char* key) {
  BYOM_TRY(const Growth growth, growth_of(node, key));
  const std::size_t axes = growth.size();
  std::int64_t in[3] = {1, 1, 1}, out[3] = {1, 1, 1}, shift[3] = {0, 0, 0};
  for (std::size_t a = 0; a < axes; ++a) {
    const std::size_t to = a + 3 - axes;
    in[to] = io.shape(0)[a + 2];
    out[to] = io.out_shape(0)[a + 2];
    shift[to] = growth[a].first;
  }
  const float* x = io.in<float>(0).data();
  float* y = io.out<float>(0).data();
  const std::int64_t rows = out[0] * out[1];
  const auto images = static_cast<std::uint64_t>(io.shape(0)[0] * io.shape(0)[1]);
  const std::int64_t first = std::max<std::int64_t>(0, shift[2]), last = std::min(out[2], in[2] + shift[2]);
  parallel_for(images, 4, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t row = begin * static_cast<std::uint64_t>(rows);
         row < end * static_cast<std::uint64_t>(rows); ++row) {
      const auto image = static_cast<std::int64_t>(row) / rows, r = static_cast<std::int64_t>(row) % rows;
      const std::int64_t plane = r / out[1] - shift[0], line = r % out[1] - shift[1];
      float* to = y + static_cast<std::int64_t>(row) * out[2];
      std::fill_n(to, out[2], 0.0F);
      if (plane < 0 || plane >= in[0] || line < 0 || line >= in[1] || first >= last) continue;
      const float* from = x + ((image * in[0] + plane) * in[1] + line) * in[2];
      std::copy(from + first - shift[2], from + last - shift[2], to + first);
    }
  });
  return done;
}

Op padding_layer(const std::string& type, int axes, const char* key, const char* doc) {
  Schema s = keras_layer(type);
  s.doc(doc).layout(Layout::implicit);
  s.input("inputs", "float", "[N, C, spatial...]").output("outputs", "[N, C, spatial...]");
  s.attr_of(BYOM_ATTR_LIST, key, "[begin, end] of each spatial axis")
      .attr("data_format", "channels_last", "'channels_first' is the only one served");
  const bool cut = std::string_view(key) == "cropping";
  AttrValue::List pairs(static_cast<std::size_t>(axes), AttrValue(std::vector<std::int64_t>{0, 0}));
  pairs.back() = std::vector<std::int64_t>{1, 0};
  std::vector<std::int64_t> shape(static_cast<std::size_t>(axes) + 2, 1), other = shape;
  shape.back() = 2;
  other.back() = cut ? 1 : 3;
  s.example("one column in front", {{key, pairs}, {"data_format", "channels_first"}},
            {tensor<float>(shape, {1, 2})},
            {cut ? tensor<float>(other, {2}) : tensor<float>(other, {0, 1, 2})});
  return Op(s)
      .infer([key](const Node& node) { return infer(node, key); })
      .kernel([key](const Node& node, Io& io) { return compute(node, io, key); })
      .layer(Layer().both(type));
}

}  // namespace

Op zero_padding_layer(int axes) {
  return padding_layer("ZeroPadding" + std::to_string(axes) + "D", axes, "padding",
                       "Zeros round the spatial axes.");
}

Op cropping_layer(int axes) {
  return padding_layer("Cropping" + std::to_string(axes) + "D", axes, "cropping",
                       "Cuts the borders of the spatial axes off.");
}

}  // namespace byom
