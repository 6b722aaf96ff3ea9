// The attributes and inputs of Resize, version by version.
#include "plugins/builtin_ops/shared/resize_node.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

namespace {

using kernels::Coordinates;
using kernels::Interpolation;
using kernels::Nearest;

template <class T>
using Spellings = std::vector<std::pair<const char*, T>>;

template <class T>
Result<T> choice(const Node& node, const char* name, const Spellings<T>& values) {
  const std::string text = node.string(name);
  for (const auto& [spelling, value] : values)
    if (text == spelling) return value;
  return Node::fail(std::string("attribute '") + name + "' has the unknown value '" + text + "'");
}

Result<kernels::ResizeRules> rules_of(const Node& node) {
  kernels::ResizeRules rules;
  BYOM_TRY(rules.interpolation, choice<Interpolation>(node, "mode",
                                                      {{"nearest", Interpolation::nearest},
                                                       {"linear", Interpolation::linear},
                                                       {"cubic", Interpolation::cubic}}));
  if (node.since() < 11) {
    rules.coordinates = Coordinates::asymmetric;
    rules.nearest = Nearest::opset10;
    return rules;
  }
  BYOM_TRY(rules.coordinates,
           choice<Coordinates>(node, "coordinate_transformation_mode",
                               {{"half_pixel", Coordinates::half_pixel},
                                {"half_pixel_symmetric", Coordinates::half_pixel_symmetric},
                                {"pytorch_half_pixel", Coordinates::pytorch_half_pixel},
                                {"align_corners", Coordinates::align_corners},
                                {"asymmetric", Coordinates::asymmetric},
                                {"tf_half_pixel_for_nn", Coordinates::tf_half_pixel_for_nn},
                                {"tf_crop_and_resize", Coordinates::tf_crop_and_resize}}));
  BYOM_TRY(rules.nearest, choice<Nearest>(node, "nearest_mode",
                                          {{"round_prefer_floor", Nearest::round_prefer_floor},
                                           {"round_prefer_ceil", Nearest::round_prefer_ceil},
                                           {"floor", Nearest::floor},
                                           {"ceil", Nearest::ceil}}));
  rules.cubic_a = node.real("cubic_coeff_a");
  rules.exclude_outside = node.integer("exclude_outside") != 0;
  rules.extrapolation_value = node.real("extrapolation_value");
  return rules;
}

// The axes that scales, sizes and roi speak of.
Result<std::vector<std::size_t>> axes_of(const Node& node, std::int64_t rank) {
  std::vector<std::size_t> axes;
  if (node.since() < 18 || !node.has("axes")) {
    for (std::int64_t a = 0; a < rank; ++a) axes.push_back(static_cast<std::size_t>(a));
    return axes;
  }
  for (const std::int64_t given : node.integers("axes")) {
    BYOM_TRY(const std::int64_t axis, checked_axis(given, rank));
    axes.push_back(static_cast<std::size_t>(axis));
  }
  return axes;
}

Error wrong_count(const char* what, std::size_t found, std::size_t wanted) {
  return Node::fail(std::string("input '") + what + "' has " + std::to_string(found) + " numbers where " +
                    std::to_string(wanted) + " are needed");
}

// `axes` of r are resized by factors.
Result<Done> scale_axes(const Shape& x, const std::vector<std::size_t>& axes,
                        const std::vector<double>& scales, Resizing& r) {
  if (scales.size() != axes.size()) return wrong_count("scales", scales.size(), axes.size());
  for (std::size_t i = 0; i < axes.size(); ++i) {
    BYOM_TRY(r.axes[axes[i]], resized_axis(x[axes[i]], axes[i], scales[i]));
  }
  return done;
}

// `axes` of r get the extents `sizes`, or those nearest to them that keep the aspect ratio. `listed`: the
// node names its axes.
Result<Done> fit_axes(const Shape& x, const std::vector<std::size_t>& axes, const Shape& sizes, bool listed,
                      const std::string& policy, Resizing& r) {
  if (sizes.size() != axes.size()) return wrong_count("sizes", sizes.size(), axes.size());
  double smallest = std::numeric_limits<double>::infinity(), largest = 0;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const Dim &from = x[axes[i]], &to = sizes[i];
    // Sizes of all axes have to state the exported batch too; one that 'axes' names is meant.
    if (from.raw.symbol == BYOM_BATCH && !from.is_number() && listed)
      return mixes_samples("resizes axis " + std::to_string(axes[i]));
    if (!from.is_number()) continue;
    if (!to.is_number()) return Node::fail("input 'sizes' depends on a free extent");
    const double ratio = static_cast<double>(to.number()) / static_cast<double>(from.number());
    smallest = std::min(smallest, ratio);
    largest = std::max(largest, ratio);
    BYOM_TRY(r.axes[axes[i]], resized_axis(from, axes[i], ratio, to.number()));
  }
  if (policy == "stretch") return done;
  if (policy != "not_larger" && policy != "not_smaller")
    return Node::fail("attribute 'keep_aspect_ratio_policy' has the unknown value '" + policy + "'");
  const double scale = policy == "not_larger" ? smallest : largest;
  for (const std::size_t a : axes) {
    if (!x[a].is_number()) continue;
    const double exact = static_cast<double>(x[a].number()) * scale;
    BYOM_TRY(r.axes[a], resized_axis(x[a], a, scale, static_cast<std::int64_t>(std::floor(exact + 0.5))));
  }
  return done;
}

Result<Done> crop_axes(const Node& node, const std::vector<std::size_t>& axes, Resizing& r) {
  if (r.rules.coordinates != Coordinates::tf_crop_and_resize) {
    node.ignore("roi", "only tf_crop_and_resize looks at it");
    return done;
  }
  BYOM_TRY(const std::vector<double> roi, node.constant_reals(1, "roi"));
  if (roi.size() != 2 * axes.size()) return wrong_count("roi", roi.size(), 2 * axes.size());
  const Shape x = node.input(0).dims;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (!x[axes[i]].is_number() && (roi[i] != 0 || roi[axes.size() + i] != 1))
      return mixes_samples("crops axis " + std::to_string(axes[i]));
    r.axes[axes[i]].roi_begin = roi[i];
    r.axes[axes[i]].roi_end = roi[axes.size() + i];
  }
  return done;
}

Result<Done> refuse_antialias(const Node& node, const Resizing& r) {
  if (node.since() < 18 || node.integer("antialias") == 0 || r.rules.interpolation == Interpolation::nearest)
    return done;
  if (std::ranges::none_of(r.axes, [](const auto& axis) { return axis.scale < 1; })) return done;
  return Node::fail(
      "attribute 'antialias' is 1 and an axis shrinks; only resizing without antialiasing is supported");
}

}  // namespace

Result<Resizing> read_resize(const Node& node) {
  const Desc x = node.input(0);
  Resizing r;
  BYOM_TRY(r.rules, rules_of(node));
  BYOM_TRY(const auto axes, axes_of(node, x.rank()));
  for (std::size_t a = 0; a < x.dims.size(); ++a) {
    BYOM_TRY(const auto axis, resized_axis(x.dims[a], a, 1));
    r.axes.push_back(axis);
  }
  const bool old = node.since() < 11;
  BYOM_TRY(const std::vector<double> scales, node.constant_reals(old ? 1 : 2, "scales"));
  const bool sized = !old && node.input(3).present();
  const std::string policy = node.since() < 18 ? "stretch" : node.string("keep_aspect_ratio_policy");
  if (sized != scales.empty())
    return Node::fail("exactly one of 'scales' and 'sizes' must say how large the output is");
  if (sized) {
    const bool listed = node.since() >= 18 && node.has("axes");
    BYOM_TRY(const Shape sizes, node.constant_shape(3, "sizes"));
    BYOM_CHECK_OK(fit_axes(x.dims, axes, sizes, listed, policy, r));
  } else {
    BYOM_CHECK_OK(scale_axes(x.dims, axes, scales, r));
  }
  if (!old) BYOM_CHECK_OK(crop_axes(node, axes, r));
  BYOM_CHECK_OK(refuse_antialias(node, r));
  return r;
}

}  // namespace byom
