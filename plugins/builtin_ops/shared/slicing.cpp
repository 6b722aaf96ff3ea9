// The arithmetic of slices, in ONNX's terms and in Python's.
#include "plugins/builtin_ops/shared/slicing.hpp"

#include <algorithm>
#include <string>

#include "plugins/builtin_ops/kernels/strided_copy.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

namespace {

// The number of cells from start to end (exclusive) in steps; both lie in [-1, extent].
std::int64_t cells_between(std::int64_t start, std::int64_t end, std::int64_t step) {
  const std::int64_t distance = step > 0 ? end - start : start - end;
  if (distance <= 0) return 0;
  const std::uint64_t stride =
      step > 0 ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
  return 1 + static_cast<std::int64_t>(static_cast<std::uint64_t>(distance - 1) / stride);
}

Cut cut_between(std::int64_t extent, std::int64_t start, std::int64_t end, std::int64_t step) {
  Cut cut{start, step, cells_between(start, end, step), false, false};
  cut.whole = cut.count == extent && (step == 1 || extent == 0);
  if (cut.whole) cut = {0, 1, extent, true, false};
  return cut;
}

const byom_attr* member(const byom_attr& dict, std::string_view name) {
  if (dict.type != BYOM_ATTR_DICT) return nullptr;
  for (std::uint64_t i = 0; i < dict.count; ++i)
    if (text(dict.v.a[i].name) == name) return &dict.v.a[i];
  return nullptr;
}

// A number of a slice object; nothing for None.
std::optional<std::int64_t> bound(const byom_attr& slice, std::string_view name) {
  const byom_attr* config = member(slice, "config");
  const byom_attr* value = config ? member(*config, name) : nullptr;
  if (!value || value->type != BYOM_ATTR_INT) return std::nullopt;
  return value->v.i[0];
}

// Python's rule: what slice(start, stop, step).indices(extent) says.
Cut python_cut(std::int64_t extent, const byom_attr& slice) {
  const std::int64_t step = bound(slice, "step").value_or(1);
  const std::int64_t low = step > 0 ? 0 : -1, high = step > 0 ? extent : extent - 1;
  const auto place = [&](std::optional<std::int64_t> stated, std::int64_t preset) {
    if (!stated) return preset;
    return std::clamp(*stated < 0 ? *stated + extent : *stated, low, std::max(low, high));
  };
  const std::int64_t start = place(bound(slice, "start"), step > 0 ? low : high);
  return cut_between(extent, start, place(bound(slice, "stop"), step > 0 ? high : low), step);
}

Result<Cut> cut_of(const byom_attr& item, const Dim& extent) {
  if (item.type == BYOM_ATTR_DICT) {
    const bool full = !bound(item, "start") && !bound(item, "stop") && bound(item, "step").value_or(1) == 1;
    if (full) return Cut{0, 1, extent.is_number() ? extent.number() : 0, true, false};
    if (bound(item, "step") == 0) return Node::fail("a slice of its key has the step 0");
    if (extent.is_number()) return python_cut(extent.number(), item);
  } else if (item.type == BYOM_ATTR_INT && extent.is_number()) {
    const std::int64_t n = extent.number(), at = item.v.i[0];
    if (at < -n || at >= n)
      return Node::fail("its key names cell " + std::to_string(at) + " of " + std::to_string(n));
    return Cut{at < 0 ? at + n : at, 1, 1, false, true};
  }
  return Node::fail("its key takes apart an axis of free extent");
}

}  // namespace

Cut cut_axis(std::int64_t extent, std::int64_t start, std::int64_t end, std::int64_t step) {
  if (extent == 0) return {0, 1, 0, true, false};
  const auto place = [&](std::int64_t stated, std::int64_t low, std::int64_t high) {
    return std::clamp(stated < 0 ? stated + extent : stated, low, high);
  };
  if (step > 0) return cut_between(extent, place(start, 0, extent), place(end, 0, extent), step);
  return cut_between(extent, place(start, 0, extent - 1), place(end, -1, extent - 1), step);
}

AttrValue item_key(const std::vector<Cut>& cuts, const Shape& dims) {
  AttrValue::List key;
  for (std::size_t a = 0; a < dims.size(); ++a) {
    const Cut& cut = cuts[a];
    if (cut.taken) {
      key.emplace_back(cut.start);
      continue;
    }
    AttrValue start = none, stop = none, step = none;
    if (!cut.whole) {
      const std::int64_t last = cut.start + (cut.count - 1) * cut.step;
      const std::int64_t behind = cut.count == 0 ? cut.start : last + (cut.step > 0 ? 1 : -1);
      start = cut.start;
      if (behind >= 0) stop = behind;
      // A stride longer than the axis says no more than the axis itself.
      step = std::clamp(cut.step, -dims[a].number(), dims[a].number());
    }
    const AttrValue::Dict config{{"start", "stop", "step"}, {start, stop, step}};
    key.emplace_back(AttrValue::Dict{{"class_name", "config"}, {"__slice__", config}});
  }
  return key;
}

Result<std::vector<Cut>> cuts_of_key(const byom_attr& key, const Shape& dims) {
  std::vector<Cut> cuts;
  const bool numbers = key.type == BYOM_ATTR_INTS, list = key.type == BYOM_ATTR_LIST;
  if ((!numbers && !list) || key.count > dims.size()) return Node::fail("its key does not fit the tensor");
  for (std::size_t a = 0; a < dims.size(); ++a) {
    byom_attr item{};
    item.type = BYOM_ATTR_DICT;  // axes that the key leaves out stay whole
    if (a < key.count && list) item = key.v.a[a];
    if (a < key.count && numbers) {
      item.type = BYOM_ATTR_INT;
      item.v.i = key.v.i + a;
    }
    BYOM_TRY(const Cut cut, cut_of(item, dims[a]));
    cuts.push_back(cut);
  }
  return cuts;
}

Shape cut_shape(const std::vector<Cut>& cuts, const Shape& dims) {
  Shape result;
  for (std::size_t a = 0; a < dims.size(); ++a)
    if (!cuts[a].taken) result.push_back(cuts[a].whole ? dims[a] : Dim(cuts[a].count));
  return result;
}

Result<Done> cut_elements(Io& io, const std::vector<Cut>& cuts) {
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  std::vector<std::int64_t> starts, steps, counts;
  for (const Cut& cut : cuts) {
    if (cut.count == 0) return done;
    starts.push_back(cut.start);
    steps.push_back(cut.step);
    counts.push_back(cut.count);
  }
  kernels::slice(host_pool(), width, io.raw_in(0).data, io.shape(0), starts, steps, counts,
                 io.raw_out(0).data);
  return done;
}

}  // namespace byom
