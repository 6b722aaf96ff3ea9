// Twelve faults of translators, and one that shows only where samples differ, one at a time: TAO_BYOM_BREAK
// names it; without it every operator is the built-in one. The built-in translators run unchanged between
// tables of the host that lie to them, and to translators only, so that schema, infer and kernel stay right.
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <byom/bridge.hpp>
#include <byom/op.hpp>

#define BUILTIN(name)         \
  namespace byom::op_##name { \
    BYOM_OP(name);            \
  }
BUILTIN(average_pool)
BUILTIN(batch_normalization)
BUILTIN(clip)
BUILTIN(concat)
BUILTIN(conv)
BUILTIN(gemm)
BUILTIN(leaky_relu)
BUILTIN(max_pool)
BUILTIN(resize)
BUILTIN(softmax)

namespace {
using namespace byom;

// What an operator's translator gets wrong: how it reads an attribute, or the layer it asks for.
struct Fault {
  std::string_view name, op;
  std::string_view attribute = {};
  void (*misread)(byom_attr&) = nullptr;
  std::string_view layer = {};
  void (*miscall)(byom_call&) = nullptr;
};

template <const auto& Value>
void becomes(byom_attr& attr) {
  if constexpr (std::is_same_v<decltype(Value), const float&>) attr.v.f = &Value;
  if constexpr (std::is_same_v<decltype(Value), const std::int64_t&>) attr.v.i = &Value;
  if constexpr (std::is_same_v<decltype(Value), const byom_str&>) attr.v.s = &Value;
}
constexpr std::int64_t zero = 0, last_axis = -1;
constexpr float keras_epsilon = 1e-3F, keras_slope = 0.3F, wide_bound = 1;
constexpr byom_str half_pixel{"half_pixel", 10};

// The second half of a list in front of the first: ends for beginnings, one axis for another.
void halves_swapped(byom_attr& attr) {
  static thread_local std::vector<std::int64_t> numbers;
  numbers.assign(attr.v.i, attr.v.i + attr.count);
  std::ranges::rotate(numbers, numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2));
  attr.v.i = numbers.data();
}

// The call's configuration with one key changed, valid until the next use.
byom_attr& key_of(byom_call& call, std::string_view key) {
  static thread_local std::vector<byom_attr> config;
  config.assign(call.config, call.config + call.n_config);
  call.config = config.data();
  return *std::ranges::find_if(config, [key](const byom_attr& attr) { return text(attr.name) == key; });
}

void padded_with_zero(byom_call& call) {
  static constexpr float nothing = 0;
  becomes<nothing>(key_of(call, "constant_values"));
}

void without_bias(byom_call& call) {
  becomes<zero>(key_of(call, "use_bias"));
  call.n_weights = 1;
}

void inputs_reversed(byom_call& call) {
  static thread_local std::vector<byom_val> in;
  in.assign(call.in, call.in + call.n_in);
  std::ranges::reverse(in);
  call.in = in.data();
}

void wrong_bound(byom_call& call) {
  becomes<wide_bound>(key_of(call, "x_max"));
}

// In place of the layer that was asked for: the samples of the batch in the opposite order.
void samples_reversed(byom_call& call) {
  byom_attr& axis = key_of(call, "x_max");
  axis.name = {"axis", 4};
  axis.type = BYOM_ATTR_INT;
  axis.v.i = &zero;
  call.type = {"ops.Flip", 8};
  call.config = &axis;
  call.n_config = 1;
}

constexpr Fault faults[] = {
    {"pad_side", "Conv", "pads", halves_swapped},
    {"strides_swapped", "Conv", "strides", halves_swapped},
    {"bias_forgotten", "Conv", {}, nullptr, "Conv2D", without_bias},
    {"epsilon", "BatchNormalization", "epsilon", becomes<keras_epsilon>},
    {"square_weight_transposed", "Gemm", "transB", becomes<zero>},
    {"softmax_axis", "Softmax", "axis", becomes<last_axis>},
    {"half_pixel", "Resize", "coordinate_transformation_mode", becomes<half_pixel>},
    {"count_include_pad", "AveragePool", "count_include_pad", becomes<zero>},
    {"max_pool_zero_padding", "MaxPool", {}, nullptr, "ops.Pad", padded_with_zero},
    {"leaky_slope", "LeakyRelu", "alpha", becomes<keras_slope>},
    {"concat_order", "Concat", {}, nullptr, "Concatenate", inputs_reversed},
    {"clip_bound", "Clip", {}, nullptr, "ops.Clip", wrong_bound},
    {"samples_reversed", "Clip", {}, nullptr, "ops.Clip", samples_reversed},
};

const Fault* chosen() {
  const char* name = std::getenv("TAO_BYOM_BREAK");
  const auto* const fault =
      std::ranges::find_if(faults, [name](const Fault& f) { return name && f.name == name; });
  return fault == std::end(faults) ? nullptr : fault;
}

const byom_host* real_host = nullptr;
thread_local const Fault* translating = nullptr;  // the fault to make, while its operator's translator runs

byom_rc attr(byom_ctx* ctx, byom_str name, byom_attr* attr) noexcept {
  const byom_rc rc = real_host->view->attr(ctx, name, attr);
  if (rc == BYOM_OK && translating && translating->misread && text(name) == translating->attribute)
    translating->misread(*attr);
  return rc;
}

byom_rc call(byom_ctx* ctx, const byom_call* asked) noexcept {
  byom_call call = *asked;
  if (translating && translating->miscall && text(call.type) == translating->layer)
    translating->miscall(call);
  return real_host->build->call(ctx, &call);
}

byom_rc (*right_translate)(void*, byom_ctx*) noexcept = nullptr;

byom_rc wrong_translate(void* self, byom_ctx* ctx) noexcept {
  translating = chosen();
  const byom_rc rc = right_translate(self, ctx);
  translating = nullptr;
  return rc;
}

// The host as the built-in operators shall see it.
const byom_host* lying_host() {
  static byom_host host = *real_host;
  static byom_view view = *host.view;
  static byom_builder build = *host.build;
  view.attr = attr;
  build.call = call;
  host.view = &view;
  host.build = &build;
  return &host;
}

// The bridge's table, in which the operator of the chosen fault translates wrongly.
const byom_plugin* broken(const byom_plugin* whole) {
  static byom_plugin plugin = *whole;
  static std::deque<byom_op> ops;
  static std::vector<const byom_op*> list;
  for (std::uint64_t i = 0; i < plugin.n_ops; ++i) {
    byom_op& op = ops.emplace_back(*plugin.ops[i]);
    right_translate = op.translate;
    if (chosen() && text(op.type) == chosen()->op) op.translate = wrong_translate;
    list.push_back(&op);
  }
  plugin.ops = list.data();
  return &plugin;
}
}  // namespace

extern "C" BYOM_EXPORT const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx*) noexcept {
  real_host = host;
  Bridge::host = lying_host();
  static const auto* bridge = new Bridge(
      "org.tao-byom.test.broken-translators", "1.0",
      {byom::op_average_pool::byom_op_average_pool(),
       byom::op_batch_normalization::byom_op_batch_normalization(), byom::op_clip::byom_op_clip(),
       byom::op_concat::byom_op_concat(), byom::op_conv::byom_op_conv(), byom::op_gemm::byom_op_gemm(),
       byom::op_leaky_relu::byom_op_leaky_relu(), byom::op_max_pool::byom_op_max_pool(),
       byom::op_resize::byom_op_resize(), byom::op_softmax::byom_op_softmax()});
  return broken(bridge->plugin());
}
