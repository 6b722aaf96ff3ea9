// A batch of zeros, and constants added to it.
#include "plugins/builtin_ops/shared/repeating.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "plugins/builtin_ops/shared/binary.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/slicing.hpp"

namespace byom {

namespace {

const BinaryRule sum_rule = {.operation = "ops.Add", .few_first = true};

// "part1" + ".cell"; "cell" where nothing stands before it.
std::string within(const std::string& role, const char* name) {
  return role.empty() ? name : role + "." + name;
}

// What an operation adds to zeros, or compares them with: a number, or an array.
AttrValue as_key(const byom_tensor& constant, std::size_t rank) {
  if (constant.dtype != BYOM_BOOL) return constant_key(constant, static_cast<std::int64_t>(rank));
  const auto flags = elements_of<bool>(constant);
  return tensor<std::int32_t>({constant.shape, constant.shape + constant.rank},
                              std::vector<std::int32_t>(flags.begin(), flags.end()));
}

}  // namespace

Result<Val> zero_for_every_sample(Keras& keras, Val x, std::int32_t dtype, const std::string& role) {
  const Desc whole = keras.describe(x);
  if (std::ranges::count(whole.dims, Dim(0)) > 0)
    return Node::fail("the tensor that would show it the number of samples has no elements");
  std::vector<Cut> cuts(whole.dims.size());
  for (std::size_t a = 0; a < cuts.size(); ++a)
    if (whole.dims[a].is_number()) cuts[a] = {0, 1, 1, false, false};
  const Attrs type{{"dtype", keras_dtype_name(dtype)}};
  if (std::ranges::none_of(cuts, [](const Cut& cut) { return !cut.whole; }))
    return keras.helper(within(role, "zeros"), "ops.ZerosLike", type, {x});
  const Val cell =
      keras.helper(within(role, "cell"), "ops.GetItem", {{"key", item_key(cuts, whole.dims)}}, {x});
  return keras.helper(within(role, "zeros"), "ops.ZerosLike", type, {cell});
}

Result<Val> zero_for_every_sample(Keras& keras, std::size_t axis, std::size_t rank, std::int32_t dtype,
                                  const std::string& role) {
  const Val x = keras.model_input(0);
  const Desc whole = keras.describe(x);
  if (whole.dims.empty() || !(whole.dims[0] == Dim(byom_dim{1, BYOM_BATCH, 0})))
    return Node::fail("the batch of the model's first input is not free");
  BYOM_TRY(const Val zeros, zero_for_every_sample(keras, x, dtype, role));
  if (axis == 0 && rank == whole.dims.size()) return zeros;
  std::vector<std::int64_t> target(rank, 1);
  target[axis] = -1;
  return keras.helper(within(role, "axes"), "ops.Reshape", {{"newshape", target}}, {zeros});
}

Result<Val> constant_for_every_sample(const Node& node, Keras& keras, const byom_tensor& constant,
                                      std::size_t axis, std::size_t rank, const std::string& role) {
  if (constant.dtype == BYOM_STRING) return Node::fail("it repeats strings, which no Keras layer can hold");
  const bool flags = constant.dtype == BYOM_BOOL;
  const std::string last = role.empty() ? role : role + ".batch";
  BYOM_TRY(const Val zeros,
           zero_for_every_sample(keras, axis, rank, flags ? BYOM_INT32 : constant.dtype, role));
  if (is_floating(constant.dtype) && element_count(constant) > 1) {
    const Val weight = parameter(node, keras, constant, keras.model_input(0), within(role, "weight"));
    return combined(keras, sum_rule, zeros, weight, last);
  }
  return keras.helper(last, flags ? "ops.NotEqual" : "ops.Add", {{"x2", as_key(constant, rank)}}, {zeros});
}

namespace {

// Input 0 with an axis for each of `grown`. `role`: the layer's, empty for the node's output.
Val with_all_axes(Keras& keras, const Shape& grown, const Desc& x, const std::string& role) {
  if (grown.size() == x.dims.size()) return keras.input(0);
  std::vector<std::int64_t> target;
  for (const Dim& dim : grown) target.push_back(dim.is_number() ? dim.number() : -1);
  return keras.helper(role, "ops.Reshape", {{"newshape", target}}, {keras.input(0)});
}

// Input 0 for every sample along axis `batch` of `rank`. `role`: as above.
Result<Val> for_every_sample(const Node& node, Keras& keras, std::size_t batch, std::size_t rank,
                             const std::string& role) {
  const Desc x = node.input(0);
  if (x.known) return constant_for_every_sample(node, keras, *x.known, batch, rank, role);
  BYOM_TRY(const Val zeros, zero_for_every_sample(keras, batch, rank, x.dtype, role));
  if (x.dtype == BYOM_BOOL) return keras.helper(role, "ops.LogicalOr", {}, {zeros, keras.input(0)});
  return combined(keras, sum_rule, zeros, keras.input(0), role);
}

}  // namespace

Result<Val> stretched(const Node& node, Keras& keras, const Shape& dims) {
  const Desc x = node.input(0);
  Shape grown(dims.size() - x.dims.size(), Dim(1));
  grown.insert(grown.end(), x.dims.begin(), x.dims.end());
  std::vector<std::int64_t> repeats;
  std::optional<std::size_t> batch;
  for (std::size_t a = 0; a < dims.size(); ++a) {
    repeats.push_back(grown[a] == dims[a] ? 1 : dims[a].raw.value);  // of 12 x N: 12 times a batch of N
    if (grown[a] == dims[a] || dims[a].is_number()) continue;
    if (batch || dims[a].raw.symbol != BYOM_BATCH)
      return Node::fail("how often it repeats depends on the batch, but not as a multiple of it");
    batch = a;
  }
  const bool tiled = std::ranges::any_of(repeats, [](std::int64_t n) { return n != 1; });
  Val y;
  if (batch) {
    BYOM_TRY(y, for_every_sample(node, keras, *batch, dims.size(), tiled ? "sample" : ""));
  } else {
    y = with_all_axes(keras, grown, x, tiled ? "axes" : "");
  }
  return tiled ? keras.layer("ops.Tile", {{"repeats", repeats}}, {y}) : y;
}

}  // namespace byom
