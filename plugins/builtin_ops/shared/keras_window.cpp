// Keras's layers where they serve channels-first tensors of this rank, its general operations elsewhere.
#include "plugins/builtin_ops/shared/keras_window.hpp"

#include <algorithm>

#include "plugins/builtin_ops/shared/slicing.hpp"

namespace byom {

namespace {

// The one-dimensional padding and cropping layers of Keras 2 know channels-last tensors only.
bool has_layers(std::size_t axes) {
  return axes == 2 || axes == 3;
}

AttrValue::List pairs_of(const Margins& margins) {
  AttrValue::List pairs;
  for (std::size_t a = 0; a < margins.begin.size(); ++a)
    pairs.emplace_back(std::vector<std::int64_t>{margins.begin[a], margins.end[a]});
  return pairs;
}

}  // namespace

bool Margins::any() const {
  const auto positive = [](std::int64_t cells) { return cells > 0; };
  return std::ranges::any_of(begin, positive) || std::ranges::any_of(end, positive);
}

Val padded(Keras& keras, const std::string& role, Val x, const Margins& margins, float value) {
  if (!margins.any()) return x;
  const std::size_t axes = margins.begin.size();
  if (value == 0 && has_layers(axes))
    return keras.helper(role, dimensional("ZeroPadding", axes),
                        {{"padding", pairs_of(margins)}, {"data_format", "channels_first"}}, {x});
  AttrValue::List widths(2, AttrValue(std::vector<std::int64_t>{0, 0}));
  for (AttrValue& pair : pairs_of(margins)) widths.push_back(std::move(pair));
  Attrs config{{"pad_width", std::move(widths)}};
  if (value != 0) config.emplace_back("constant_values", value);
  return keras.helper(role, "ops.Pad", config, {x});
}

Val cropped(Keras& keras, const std::string& role, Val x, const Margins& margins) {
  if (!margins.any()) return x;
  const std::size_t axes = margins.begin.size();
  if (has_layers(axes))
    return keras.helper(role, dimensional("Cropping", axes),
                        {{"cropping", pairs_of(margins)}, {"data_format", "channels_first"}}, {x});
  const Desc desc = keras.describe(x);
  if (desc.rank() != 3) return x;  // a call before this one has failed
  const std::int64_t left = desc.dims[2].number() - margins.begin[0] - margins.end[0];
  const std::vector<Cut> cuts{{}, {}, {margins.begin[0], 1, left, false}};
  return keras.helper(role, "ops.GetItem", {{"key", item_key(cuts, desc.dims)}}, {x});
}

Val thinned(Keras& keras, const std::string& role, Val x, const std::vector<std::int64_t>& strides) {
  return keras.helper(role, dimensional("MaxPooling", strides.size()),
                      {{"pool_size", std::vector<std::int64_t>(strides.size(), 1)},
                       {"strides", strides},
                       {"padding", "valid"},
                       {"data_format", "channels_first"}},
                      {x});
}

std::vector<std::int64_t> kernel_last_order(std::size_t axes) {
  std::vector<std::int64_t> order;
  for (std::size_t a = 0; a < axes; ++a) order.push_back(static_cast<std::int64_t>(a) + 2);
  order.push_back(1);
  order.push_back(0);
  return order;
}

}  // namespace byom
