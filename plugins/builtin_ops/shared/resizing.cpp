// The axes' tables come from the kernel itself, by resizing an identity matrix; what they look like, not the
// mode's name, decides which layers say the same.
#include "plugins/builtin_ops/shared/resizing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "plugins/builtin_ops/kernels/upsample.hpp"
#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

namespace {

using kernels::Interpolation;

// What one axis does: y[o] = sum over i of x[i] * weights[i][o].
struct AxisTable {
  std::int64_t input = 1, output = 1;
  std::vector<float> weights;
  std::int64_t first = 0, last = 0;  // the cells [first, last) that are not beyond the input

  [[nodiscard]] float at(std::int64_t i, std::int64_t o) const {
    return weights[static_cast<std::size_t>(i * output + o)];
  }
  [[nodiscard]] bool identity() const {
    if (input != output) return false;
    for (std::int64_t i = 0; i < input * output; ++i)
      if (at(i / output, i % output) != (i / output == i % output ? 1.0F : 0.0F)) return false;
    return true;
  }
};

AxisTable table_of(const kernels::ResizeAxis& axis, kernels::ResizeRules rules) {
  AxisTable table{axis.input, axis.output, {}, 0, axis.output};
  rules.extrapolation_value = 0;
  const auto n = static_cast<std::size_t>(axis.input);
  std::vector<float> identity(n * n, 0);
  for (std::size_t i = 0; i < n; ++i) identity[i * n + i] = 1;
  table.weights.resize(n * static_cast<std::size_t>(axis.output));
  const kernels::Resize resize({&axis, 1}, rules);
  for (std::size_t i = 0; i < n; ++i)
    resize.run({}, identity.data() + i * n, table.weights.data() + i * static_cast<std::size_t>(axis.output),
               nullptr);
  const auto outside = [&](std::int64_t o) {
    for (std::int64_t i = 0; i < axis.input; ++i)
      if (table.at(i, o) != 0) return false;
    return true;
  };
  while (table.first < table.last && outside(table.first)) ++table.first;
  while (table.last > table.first && outside(table.last - 1)) --table.last;
  return table;
}

// The cell that each output cell takes; only of nearest neighbours.
std::vector<std::int32_t> cells_of(const AxisTable& table) {
  std::vector<std::int32_t> cells;
  for (std::int64_t o = table.first; o < table.last; ++o) {
    std::int64_t i = 0;
    while (table.at(i, o) == 0) ++i;
    cells.push_back(static_cast<std::int32_t>(i));
  }
  return cells;
}

bool is_repetition(const AxisTable& table) {
  if (table.output % table.input != 0 || table.first != 0 || table.last != table.output) return false;
  const std::vector<std::int32_t> cells = cells_of(table);
  for (std::int64_t o = 0; o < table.output; ++o)
    if (cells[static_cast<std::size_t>(o)] != o / (table.output / table.input)) return false;
  return true;
}

// Whether Keras's bilinear UpSampling2D, which is another piece of code, mixes the same cells.
bool is_bilinear(const AxisTable& table) {
  if (table.output % table.input != 0) return false;
  const auto n = static_cast<std::size_t>(table.input);
  std::vector<float> identity(n * n, 0), mixed(table.weights.size());
  for (std::size_t i = 0; i < n; ++i) identity[i * n + i] = 1;
  kernels::upsample_bilinear({}, table.input, 1, table.input, 1, table.output, identity.data(), mixed.data());
  return std::ranges::equal(mixed, table.weights, [](float a, float b) { return std::abs(a - b) < 1e-6F; });
}

class ResizingLayers {
 public:
  ResizingLayers(Keras& keras, const Resizing& resizing)
      : keras_(keras), rules_(resizing.rules), x_(keras.input(0)) {
    for (const kernels::ResizeAxis& axis : resizing.axes) {
      tables_.push_back(table_of(axis, rules_));
      if (!tables_.back().identity()) changed_.push_back(tables_.size() - 1);
    }
  }

  Result<Vals> build(std::int32_t dtype) {
    if (changed_.empty()) return Vals{x_};
    const bool nearest = rules_.interpolation == Interpolation::nearest;
    if (!nearest && dtype != BYOM_FLOAT) return Node::fail("only float tensors are interpolated in Keras");
    if (dtype == BYOM_FLOAT && tables_.size() == 4 && changed_.front() >= 2) {
      if (nearest && is_repetition(tables_[2]) && is_repetition(tables_[3])) return enlarge("nearest");
      if (!nearest && is_bilinear(tables_[2]) && is_bilinear(tables_[3])) return enlarge("bilinear");
    }
    padded_ = std::ranges::any_of(tables_, [&](const AxisTable& t) {
      return rules_.extrapolation_value != 0 && (t.first > 0 || t.last < t.output);
    });
    if (nearest)
      take();
    else
      mix();
    if (padded_) pad();
    return Vals{x_};
  }

 private:
  Result<Vals> enlarge(const char* interpolation) {
    const std::vector<std::int64_t> size{tables_[2].output / tables_[2].input,
                                         tables_[3].output / tables_[3].input};
    return Vals{keras_.layer(
        "UpSampling2D", {{"size", size}, {"data_format", "channels_first"}, {"interpolation", interpolation}},
        {x_})};
  }

  // The last layer has the node's name, those before it say which axis they are about.
  void add(bool last, std::size_t axis, const std::string& type, const Attrs& config) {
    x_ = last ? keras_.layer(type, config, {x_})
              : keras_.helper("axis" + std::to_string(axis), type, config, {x_});
  }

  void take() {
    for (const std::size_t a : changed_) {
      const std::vector<std::int32_t> cells = cells_of(tables_[a]);
      add(a == changed_.back() && !padded_, a, "ops.Take",
          {{"axis", static_cast<std::int64_t>(a)},
           {"indices", tensor<std::int32_t>({static_cast<std::int64_t>(cells.size())}, cells)}});
    }
  }

  // Each product takes the first of the axes and puts it behind the last: after a round all stand in order.
  void mix() {
    const std::size_t first = changed_.front();
    const auto axis = static_cast<std::int64_t>(first);
    const AttrValue axes = AttrValue::List{std::vector<std::int64_t>{axis}, std::vector<std::int64_t>{1}};
    for (std::size_t a = first; a < tables_.size(); ++a) {
      const AxisTable& t = tables_[a];
      const std::int64_t begin = padded_ ? t.first : 0, end = padded_ ? t.last : t.output;
      std::vector<float> rows;
      for (std::int64_t o = begin; o < end; ++o)
        for (std::int64_t i = 0; i < t.input; ++i) rows.push_back(t.at(i, o));
      add(a + 1 == tables_.size() && !padded_, a, "ops.Tensordot",
          {{"x2", tensor<float>({end - begin, t.input}, rows)}, {"axes", axes}});
    }
  }

  void pad() {
    AttrValue::List widths;
    for (const AxisTable& t : tables_)
      widths.emplace_back(std::vector<std::int64_t>{t.first, t.output - t.last});
    x_ = keras_.layer(
        "ops.Pad",
        {{"pad_width", widths}, {"constant_values", static_cast<float>(rules_.extrapolation_value)}}, {x_});
  }

  Keras& keras_;
  const kernels::ResizeRules& rules_;
  Val x_;
  std::vector<AxisTable> tables_;
  std::vector<std::size_t> changed_;
  bool padded_ = false;  // cells beyond the input get a number other than zero
};

}  // namespace

Result<kernels::ResizeAxis> resized_axis(const Dim& x, std::size_t a, double scale, std::int64_t output) {
  if (!(scale > 0) || !std::isfinite(scale))
    return Node::fail("the scale of axis " + std::to_string(a) + " is not a positive number");
  if (!x.is_number()) {
    if (scale == 1) return kernels::ResizeAxis{};
    if (x.raw.symbol == BYOM_BATCH) return mixes_samples("resizes axis " + std::to_string(a));
    return Node::fail("axis " + std::to_string(a) + " is resized, but its extent is not fixed");
  }
  kernels::ResizeAxis axis;
  axis.input = x.number();
  axis.scale = scale;
  axis.output =
      output >= 0 ? output : static_cast<std::int64_t>(std::floor(static_cast<double>(axis.input) * scale));
  if (axis.input < 1 || axis.output < 1 || axis.output > (std::int64_t{1} << 31))
    return Node::fail("axis " + std::to_string(a) + " would go from " + std::to_string(axis.input) + " to " +
                      std::to_string(axis.output) + " cells");
  return axis;
}

Result<Vals> resizing_layers(const Node& node, Keras& keras, const Resizing& resizing) {
  return ResizingLayers(keras, resizing).build(node.input(0).dtype);
}

Op resizing_op(Schema schema, ReadResizing read) {
  return Op(std::move(schema))
      .infer([read](const Node& node) -> Result<Descs> {
        BYOM_TRY(const Resizing resizing, read(node));
        Desc y(node.input(0).dtype, node.input(0).dims);
        for (std::size_t a = 0; a < y.dims.size(); ++a)
          if (y.dims[a].is_number()) y.dims[a] = resizing.axes[a].output;
        return Descs{y};
      })
      .translate([read](const Node& node, Keras& keras) -> Result<Vals> {
        BYOM_TRY(const Resizing resizing, read(node));
        return resizing_layers(node, keras, resizing);
      })
      .kernel(
          [read](const Node& node, Io& io) -> Result<Done> {
            BYOM_TRY(const Resizing resizing, read(node));
            const kernels::Resize resize(resizing.axes, resizing.rules);
            return with_type<Types<float, double, std::int32_t, std::int64_t, std::uint8_t, std::int8_t>>(
                io.dtype(0), [&]<class T>(std::type_identity<T>) {
                  resize.run(host_pool(), io.in<T>(0).data(), io.out<T>(0).data(), io.scratch());
                });
          },
          [read](const Node& node) -> Result<std::uint64_t> {
            BYOM_TRY(const Resizing resizing, read(node));
            return kernels::Resize(resizing.axes, resizing.rules).scratch_bytes();
          });
}

}  // namespace byom
