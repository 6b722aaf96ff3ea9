// First what is taken away, then what is added: in one layer where Keras has one, else axis by axis.
#include "plugins/builtin_ops/shared/padding_node.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/keras_window.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/slicing.hpp"

namespace byom {

namespace {

using kernels::Padding;
using Ints = std::vector<std::int64_t>;

Result<Padding> mode_of(const Node& node) {
  const std::string mode = node.string("mode");
  if (mode == "constant") return Padding::constant;
  if (mode == "edge") return Padding::edge;
  if (mode == "reflect") return Padding::reflect;
  if (mode == "wrap" && node.since() >= 19) return Padding::wrap;
  return Node::fail("attribute 'mode' has the unknown value '" + mode + "'");
}

Result<std::vector<std::size_t>> axes_of(const Node& node, std::size_t rank) {
  std::vector<std::size_t> axes;
  if (node.since() < 18 || !node.input(3).present()) {
    for (std::size_t a = 0; a < rank; ++a) axes.push_back(a);
    return axes;
  }
  BYOM_TRY(const Ints given, node.constant_integers(3, "axes"));
  BYOM_TRY(const Ints sorted, checked_axes(given, static_cast<std::int64_t>(rank)));
  static_cast<void>(sorted);
  for (const std::int64_t a : given)
    axes.push_back(static_cast<std::size_t>(a < 0 ? a + static_cast<std::int64_t>(rank) : a));
  return axes;
}

// JSON has no infinities. The farthest number from 0 serves pooling and comparisons as well, as it does in
// the padding of MaxPool; where a model tells the two apart, the check of the conversion says so.
float finite(float number, std::int32_t dtype) {
  const float most = dtype == BYOM_FLOAT16 ? 65504.0F : std::numeric_limits<float>::max();
  return std::isinf(number) ? std::copysign(most, number) : number;
}

// What mode constant adds. Nothing: 0.
Result<AttrValue> value_of(const Node& node) {
  if (node.since() < 11) {
    const float value = node.real("value");
    return value == 0 ? AttrValue() : AttrValue(finite(value, BYOM_FLOAT));
  }
  const Desc value = node.input(2);
  if (!value.present()) return AttrValue();
  if (!value.known) return Node::fail("input 'constant_value' must be a constant");
  const double number = first_element(*value.known);
  if (number == 0) return AttrValue();
  if (is_floating(value.dtype)) return AttrValue(finite(static_cast<float>(number), value.dtype));
  return AttrValue(static_cast<std::int64_t>(number));
}

class PaddingLayers {
 public:
  PaddingLayers(const Node& node, Keras& keras, const PadNode& pad)
      : keras_(keras), pad_(pad), dims_(node.input(0).dims), dtype_(node.input(0).dtype), x_(keras.input(0)) {
    for (std::size_t a = 0; a < dims_.size(); ++a) {
      taken_.begin.push_back(std::max<std::int64_t>(0, -pad.begin[a]));
      taken_.end.push_back(std::max<std::int64_t>(0, -pad.end[a]));
      added_.begin.push_back(std::max<std::int64_t>(0, pad.begin[a]));
      added_.end.push_back(std::max<std::int64_t>(0, pad.end[a]));
    }
  }

  Result<Vals> build(const AttrValue& value) {
    BYOM_CHECK_OK(take_away());
    if (!added_.any()) return Vals{x_};
    if (pad_.mode == Padding::constant && is_plain(value)) return zeros();
    if (pad_.mode == Padding::constant || mirrors_once())
      return Vals{keras_.layer("ops.Pad", operation(value), {x_})};
    return shown_cells();
  }

 private:
  // Cuts, and leaves in dims_ what remains.
  Result<Done> take_away() {
    if (!taken_.any()) return done;
    std::vector<Cut> cuts(dims_.size());
    for (std::size_t a = 0; a < dims_.size(); ++a) {
      const std::int64_t cells = taken_.begin[a] + taken_.end[a];
      if (cells == 0) continue;
      if (!dims_[a].is_number())
        return Node::fail("axis " + std::to_string(a) + " loses cells, but has no fixed extent");
      cuts[a] = {taken_.begin[a], 1, dims_[a].number() - cells, false};
      dims_[a] = cuts[a].count;
    }
    Shape before;
    for (std::size_t a = 0; a < dims_.size(); ++a)
      before.push_back(dims_[a] + Dim(taken_.begin[a] + taken_.end[a]));
    x_ = keras_.helper(added_.any() ? "cut" : "", "ops.GetItem", {{"key", item_key(cuts, before)}}, {x_});
    return done;
  }

  [[nodiscard]] bool is_plain(const AttrValue& value) const {
    const bool image = dims_.size() == 4 || dims_.size() == 5;
    return value.type() == BYOM_ATTR_NONE && dtype_ == BYOM_FLOAT && image &&
           added_.begin[0] + added_.begin[1] + added_.end[0] + added_.end[1] == 0;
  }

  Result<Vals> zeros() {
    const Margins spatial{{added_.begin.begin() + 2, added_.begin.end()},
                          {added_.end.begin() + 2, added_.end.end()}};
    return Vals{padded(keras_, "", x_, spatial)};
  }

  // Keras mirrors an axis once, and TensorFlow not even that without a fixed extent.
  [[nodiscard]] bool mirrors_once() const {
    for (std::size_t a = 0; a < dims_.size(); ++a) {
      const std::int64_t most = std::max(added_.begin[a], added_.end[a]);
      if (most > 0 && (!dims_[a].is_number() || most >= dims_[a].number())) return false;
    }
    return pad_.mode == Padding::reflect;
  }

  [[nodiscard]] Attrs operation(const AttrValue& value) const {
    AttrValue::List widths;
    for (std::size_t a = 0; a < dims_.size(); ++a) widths.emplace_back(Ints{added_.begin[a], added_.end[a]});
    Attrs config{{"pad_width", std::move(widths)}};
    if (pad_.mode == Padding::reflect)
      config.emplace_back("mode", "reflect");
    else if (value.type() != BYOM_ATTR_NONE)
      config.emplace_back("constant_values", value);
    return config;
  }

  // The cells that the padding repeats, picked axis by axis.
  Result<Vals> shown_cells() {
    std::size_t last = dims_.size();
    while (added_.begin[last - 1] + added_.end[last - 1] == 0) --last;
    for (std::size_t a = 0; a < last; ++a) {
      const std::int64_t more = added_.begin[a] + added_.end[a];
      if (more == 0) continue;
      if (!dims_[a].is_number())
        return Node::fail("axis " + std::to_string(a) + " gains cells, but has no fixed extent");
      const std::int64_t n = dims_[a].number();
      std::vector<std::int32_t> cells(static_cast<std::size_t>(n)), shown(static_cast<std::size_t>(n + more));
      for (std::int32_t i = 0; i < n; ++i) cells[static_cast<std::size_t>(i)] = i;
      const std::int32_t zero = 0;
      kernels::pad({}, pad_.mode, sizeof(std::int32_t), cells.data(), {&n, 1}, {&added_.begin[a], 1},
                   {&added_.end[a], 1}, &zero, shown.data());
      x_ = keras_.helper(
          a + 1 == last ? "" : "axis" + std::to_string(a), "ops.Take",
          {{"axis", static_cast<std::int64_t>(a)}, {"indices", tensor<std::int32_t>({n + more}, shown)}},
          {x_});
    }
    return Vals{x_};
  }

  Keras& keras_;
  const PadNode& pad_;
  Shape dims_;
  std::int32_t dtype_;
  Val x_;
  Margins taken_, added_;
};

}  // namespace

Result<PadNode> read_pad(const Node& node) {
  const Desc x = node.input(0);
  PadNode pad;
  BYOM_TRY(pad.mode, mode_of(node));
  BYOM_TRY(const auto axes, axes_of(node, x.dims.size()));
  Ints pads;
  if (node.since() < 11)
    pads = node.integers("pads");
  else {
    BYOM_TRY(pads, node.constant_integers(1, "pads"));
  }
  if (pads.size() != 2 * axes.size())
    return Node::fail("'pads' has " + std::to_string(pads.size()) + " numbers where " +
                      std::to_string(2 * axes.size()) + " are needed");
  pad.begin.assign(x.dims.size(), 0);
  pad.end = pad.begin;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::size_t a = axes[i];
    pad.begin[a] = pads[i];
    pad.end[a] = pads[axes.size() + i];
    if (std::max(std::abs(pad.begin[a]), std::abs(pad.end[a])) > std::int64_t{1} << 31)
      return Node::fail("'pads' has an impossible value");
    if (x.dims[a].raw.symbol == BYOM_BATCH && (pad.begin[a] != 0 || pad.end[a] != 0))
      return mixes_samples("pads axis " + std::to_string(a));
  }
  return pad;
}

Result<Vals> padding_layers(const Node& node, Keras& keras) {
  BYOM_TRY(const PadNode pad, read_pad(node));
  AttrValue value;
  if (pad.mode == Padding::constant) {
    BYOM_TRY(value, value_of(node));
  } else {
    node.ignore("constant_value", "mode constant alone adds it");
    node.ignore("value", "mode constant alone adds it");
  }
  return PaddingLayers(node, keras, pad).build(value);
}

}  // namespace byom
