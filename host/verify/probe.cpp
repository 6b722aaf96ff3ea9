// Random probes.
#include "host/verify/probe.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "host/registry/infer_node.hpp"
#include "host/support/exit.hpp"
#include "host/support/half.hpp"
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

double draw_real(const Draw& draw, std::mt19937_64& random) {
  constexpr double odd[] = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                            -std::numeric_limits<double>::infinity()};
  if (draw.with_odd && (random() & 1)) return odd[random() % std::size(odd)];
  const double width = draw.largest - draw.smallest;
  return draw.whole ? std::floor(draw.smallest + (width + 1) * unit(random))
                    : draw.smallest + width * unit(random);
}

// float16 and bfloat16. The laws draw none: a sum of few digits depends on its order.
bool fill_short_floats(ir::Tensor& tensor, const Draw& draw, std::mt19937_64& random) {
  if (tensor.dtype != BYOM_FLOAT16 && tensor.dtype != BYOM_BFLOAT16) return false;
  const bool half = tensor.dtype == BYOM_FLOAT16;
  fill<std::uint16_t>(tensor, [&] {
    const double number = draw_real(draw, random);
    return half ? to_half(number) : to_bfloat16(static_cast<float>(number));
  });
  return true;
}

// How an input can be had whose numbers cannot be drawn.
std::string way_out(const ir::Value& input) {
  if (npy_holds(input.dtype)) return "give one with --input " + input.name + "=FILE.npy.";
  return "NumPy has no such type, so none can be given either. Export the model with an input of another "
         "type.";
}

// Runs of elements along an axis that are whole in every part.
std::uint64_t pieces_of(const std::vector<std::int64_t>& shape, std::size_t axis, std::int64_t blocks) {
  auto pieces = static_cast<std::uint64_t>(blocks);
  for (std::size_t d = 0; d < axis; ++d) pieces *= static_cast<std::uint64_t>(shape[d]);
  return pieces;
}

}  // namespace

bool fill_random(ir::Tensor& tensor, const Draw& draw, std::mt19937_64& random) {
  const auto real = [&] { return draw_real(draw, random); };
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
    case BYOM_UINT16:
      fill<std::uint16_t>(tensor, integer);
      return true;
    case BYOM_INT16:
      fill<std::int16_t>(tensor, integer);
      return true;
    case BYOM_UINT32:
      fill<std::uint32_t>(tensor, integer);
      return true;
    case BYOM_UINT64:
      fill<std::uint64_t>(tensor, integer);
      return true;
    case BYOM_BOOL:
      fill<bool>(tensor, [&] { return random() & 1; });
      return true;
    default:
      return false;
  }
}

std::vector<std::int64_t> extents_in_run(const ir::Value& input, std::int64_t samples) {
  std::vector<std::int64_t> extents;
  for (const ir::Dim& dim : input.dims)
    extents.push_back(dim.symbol == BYOM_BATCH ? dim.value * samples : dim.value);
  return extents;
}

Result<std::vector<ir::Tensor>> random_inputs(const ir::Graph& onnx, registry::Registry& registry,
                                              std::int64_t samples, std::uint64_t seed,
                                              const GivenInputs& given, const Draw& draw) {
  std::mt19937_64 random(seed);
  std::vector<ir::Tensor> inputs;
  for (const ir::ValueId id : onnx.inputs) {
    const ir::Value& value = onnx.value(id);
    const std::vector<std::int64_t> shape = extents_in_run(value, samples);
    if (ir::element_count(shape) < 0 || ir::element_count(shape) > (std::int64_t{1} << 33))
      return fail(exit_limit,
                  "Input '" + value.name + "' is " + ir::type_text(onnx, value) + ", too large to be run.");
    ir::Tensor tensor = ir::make_tensor(value.dtype, shape);
    BYOM_TRY(const std::int64_t range, index_range(onnx, id, registry));
    Draw of_input = draw;
    if (range > 0) of_input.range = range;
    const bool drawn = fill_random(tensor, of_input, random) || fill_short_floats(tensor, of_input, random);
    if (!drawn && !given.contains(value.name))
      return fail(exit_unsupported, "Input '" + value.name + "' has the type " + ir::dtype_name(value.dtype) +
                                        ", for which no probe can be drawn; " + way_out(value));
    inputs.push_back(std::move(tensor));
  }
  return inputs;
}

ir::Tensor sample(const ir::Tensor& batch, std::int64_t index, std::int64_t samples) {
  ir::Tensor part = batch;
  part.shape[0] /= samples;
  part.data = batch.data + static_cast<std::uint64_t>(index) * part.bytes();
  return part;
}

std::optional<Samples> samples_of(const ir::Graph& graph, ir::ValueId id) {
  const auto& dims = graph.value(id).dims;
  const auto grows = [&](const ir::Dim& dim) { return graph.symbols->plain(dim).symbol == BYOM_BATCH; };
  const auto found = std::ranges::find_if(dims, grows);
  if (found == dims.end()) return std::nullopt;
  return Samples{static_cast<std::size_t>(found - dims.begin()), graph.symbols->blocks(*found)};
}

ir::Tensor concatenate(const std::vector<const ir::Tensor*>& parts, std::size_t axis, std::int64_t blocks) {
  std::vector<std::int64_t> shape = parts.front()->shape;
  shape[axis] = 0;
  for (const ir::Tensor* part : parts) shape[axis] += part->shape[axis];
  const std::uint64_t pieces = pieces_of(shape, axis, blocks);
  ir::Tensor joined = ir::make_tensor(parts.front()->dtype, std::move(shape));
  std::byte* out = ir::writable(joined);
  for (std::uint64_t i = 0; i < pieces; ++i) {
    for (const ir::Tensor* part : parts) {
      const std::uint64_t piece = part->bytes() / pieces;
      std::memcpy(out, part->data + i * piece, piece);
      out += piece;
    }
  }
  return joined;
}

ir::Tensor part_of_run(const ir::Tensor& joined, std::size_t axis, std::int64_t r, std::int64_t runs,
                       std::int64_t blocks) {
  std::vector<std::int64_t> shape = joined.shape;
  shape[axis] /= runs;
  const std::uint64_t pieces = pieces_of(shape, axis, blocks);
  ir::Tensor part = ir::make_tensor(joined.dtype, std::move(shape));
  std::byte* out = ir::writable(part);
  const std::uint64_t piece = pieces == 0 ? 0 : part.bytes() / pieces;
  for (std::uint64_t i = 0; i < pieces; ++i) {
    const std::uint64_t at = i * static_cast<std::uint64_t>(runs) + static_cast<std::uint64_t>(r);
    std::memcpy(out + i * piece, joined.data + at * piece, piece);
  }
  return part;
}

}  // namespace byom::verify
