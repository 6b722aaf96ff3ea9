// Random probes, and the user's own.
#include "host/verify/probe.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "host/registry/infer_node.hpp"
#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"
#include "host/verify/npy.hpp"

namespace byom::verify {

namespace {

// The largest valid index + 1 for an input that some node uses as indices; 0 when none does. The extent
// indexed is that of the node's first input along its attribute `axis`.
Result<std::int64_t> index_range(const ir::Graph& graph, ir::ValueId id, registry::Registry& registry) {
  std::int64_t range = 0;
  for (const ir::Node& node : graph.nodes) {
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (node.inputs[i] != id) continue;
      BYOM_TRY(const registry::Subject subject, registry::subject_of(graph, node, registry));
      if (i >= subject.schema->n_inputs || !(subject.schema->inputs[i].flags & BYOM_INDEX)) continue;
      const ir::Value& data = graph.value(node.inputs[0]);
      const ir::Attribute* attribute = ir::find_attribute(node, "axis");
      const auto* stated = attribute ? std::get_if<std::int64_t>(&attribute->value) : nullptr;
      std::int64_t axis = stated ? *stated : 0;
      if (axis < 0) axis += data.rank;
      if (axis < 0 || axis >= data.rank) continue;
      const ir::Dim& extent = data.dims[static_cast<std::size_t>(axis)];
      if (ir::is_number(extent)) range = range == 0 ? extent.value : std::min(range, extent.value);
    }
  }
  return range;
}

// Uniform numbers from the generator's bits: the standard's distributions differ between libraries.
double unit(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1.0p-53;
}

template <class T, class F>
void fill(ir::Tensor& tensor, F&& draw) {
  T* out = reinterpret_cast<T*>(ir::writable(tensor));
  for (std::int64_t i = 0; i < tensor.count(); ++i) out[i] = static_cast<T>(draw());
}

}  // namespace

bool fill_random(ir::Tensor& tensor, const Draw& draw, std::mt19937_64& random) {
  const auto real = [&] { return draw.largest * (2 * unit(random) - 1); };
  const auto integer = [&] {
    return draw.lowest + static_cast<std::int64_t>(unit(random) * static_cast<double>(draw.range));
  };
  switch (tensor.dtype) {
    case BYOM_FLOAT:
      fill<float>(tensor, real);
      return true;
    case BYOM_DOUBLE:
      fill<double>(tensor, real);
      return true;
    case BYOM_INT64:
      fill<std::int64_t>(tensor, integer);
      return true;
    case BYOM_INT32:
      fill<std::int32_t>(tensor, integer);
      return true;
    case BYOM_UINT8:
      fill<std::uint8_t>(tensor, integer);
      return true;
    case BYOM_INT8:
      fill<std::int8_t>(tensor, integer);
      return true;
    case BYOM_BOOL:
      fill<bool>(tensor, [&] { return random() & 1; });
      return true;
    default:
      return false;
  }
}

Result<std::vector<ir::Tensor>> random_inputs(const ir::Graph& onnx, registry::Registry& registry,
                                              std::int64_t samples, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<ir::Tensor> inputs;
  for (const ir::ValueId id : onnx.inputs) {
    const ir::Value& value = onnx.value(id);
    std::vector<std::int64_t> shape;
    for (const ir::Dim& dim : value.dims)
      shape.push_back(dim.symbol == BYOM_BATCH ? dim.value * samples : dim.value);
    if (ir::element_count(shape) < 0 || ir::element_count(shape) > (std::int64_t{1} << 33))
      return fail(exit_limit,
                  "Input '" + value.name + "' is " + ir::type_text(onnx, value) + ", too large to be run.");
    ir::Tensor tensor = ir::make_tensor(value.dtype, shape);
    BYOM_TRY(const std::int64_t range, index_range(onnx, id, registry));
    if (!fill_random(tensor, range > 0 ? Draw{.range = range} : Draw{}, random))
      return fail(exit_unsupported, "Input '" + value.name + "' has the type " + ir::dtype_name(value.dtype) +
                                        ", for which no probe can be drawn; give one with --input " +
                                        value.name + "=FILE.npy.");
    inputs.push_back(std::move(tensor));
  }
  return inputs;
}

Result<Done> replace_inputs(const ir::Graph& onnx, const std::map<std::string, std::string>& files,
                            std::vector<ir::Tensor>& inputs) {
  std::vector<std::string> names;
  for (const ir::ValueId id : onnx.inputs) names.push_back(onnx.value(id).name);
  for (const auto& [name, file] : files) {
    const auto position = static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    if (position == names.size())
      return fail(exit_usage, "--input " + name + ": the model has no input of this name" +
                                  did_you_mean(name, names) + ".");
    BYOM_TRY(ir::Tensor tensor, read_npy(file));
    const ir::Tensor& wanted = inputs[position];
    if (tensor.dtype != wanted.dtype || tensor.shape != wanted.shape)
      return fail(exit_input, "--input " + name + ": " + file + " holds " + ir::dtype_name(tensor.dtype) +
                                  ir::shape_text(tensor.shape) + ", the input takes " +
                                  ir::dtype_name(wanted.dtype) + ir::shape_text(wanted.shape) + ".");
    inputs[position] = std::move(tensor);
  }
  return done;
}

ir::Tensor sample(const ir::Tensor& batch, std::int64_t index, std::int64_t samples) {
  ir::Tensor part = batch;
  part.shape[0] /= samples;
  part.data = batch.data + static_cast<std::uint64_t>(index) * part.bytes();
  return part;
}

ir::Tensor concatenate(const std::vector<const ir::Tensor*>& parts, std::size_t axis) {
  std::vector<std::int64_t> shape = parts.front()->shape;
  shape[axis] = 0;
  for (const ir::Tensor* part : parts) shape[axis] += part->shape[axis];
  std::uint64_t before = 1;
  for (std::size_t d = 0; d < axis; ++d) before *= static_cast<std::uint64_t>(shape[d]);
  ir::Tensor joined = ir::make_tensor(parts.front()->dtype, std::move(shape));
  std::byte* out = ir::writable(joined);
  for (std::uint64_t i = 0; i < before; ++i) {
    for (const ir::Tensor* part : parts) {
      const std::uint64_t piece = part->bytes() / before;
      std::memcpy(out, part->data + i * piece, piece);
      out += piece;
    }
  }
  return joined;
}

}  // namespace byom::verify
