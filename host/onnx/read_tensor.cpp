// TensorProto to tensor: sizes are checked against the shape before anything is allocated.
#include <cstring>
#include <limits>

#include "host/onnx/reading.hpp"
#include "host/onnx/wire.hpp"
#include "host/support/quote.hpp"

namespace byom::onnx {
namespace {

using ::onnx::TensorProto;

constexpr std::uint64_t most_constant_bytes = std::uint64_t{1} << 38;
// Operators read the elements of small constants while they translate: these get an address that suits their
// type, if need be by a copy. Larger ones stay where they lie, and are copied for as long as they are
// computed with.
constexpr std::uint64_t looked_into = std::uint64_t{1} << 16;

Result<std::vector<std::int64_t>> shape_of(const TensorProto& proto) {
  if (proto.dims_size() > highest_rank)
    return fail(exit_limit, "has rank " + std::to_string(proto.dims_size()) + "; at most " +
                                std::to_string(highest_rank) + " is supported");
  std::vector<std::int64_t> shape(proto.dims().begin(), proto.dims().end());
  for (const std::int64_t extent : shape)
    if (extent < 0)
      return fail(exit_input, "has the shape " + ir::shape_text(shape) + " with a negative extent");
  if (ir::element_count(shape) < 0)
    return fail(exit_input,
                "has the shape " + ir::shape_text(shape) + ", which has too many elements to be real");
  return shape;
}

// A typed field of TensorProto, and how many of its items one element takes.
struct Typed {
  std::string name;
  int size;
};

// The one typed field that onnx.proto allows for this type.
Typed typed_field(const TensorProto& proto) {
  switch (proto.data_type()) {
    case TensorProto::FLOAT:
    case TensorProto::COMPLEX64:
      return {"float_data", proto.float_data_size()};
    case TensorProto::DOUBLE:
    case TensorProto::COMPLEX128:
      return {"double_data", proto.double_data_size()};
    case TensorProto::INT64:
      return {"int64_data", proto.int64_data_size()};
    case TensorProto::UINT32:
    case TensorProto::UINT64:
      return {"uint64_data", proto.uint64_data_size()};
    case TensorProto::STRING:
      return {"string_data", proto.string_data_size()};
    default:
      return {"int32_data", proto.int32_data_size()};
  }
}

int typed_items(const TensorProto& proto) {
  return proto.float_data_size() + proto.double_data_size() + proto.int32_data_size() +
         proto.int64_data_size() + proto.uint64_data_size() + proto.string_data_size();
}

// Numbers of a wider field, each of which must fit the element.
template <class T, class Items>
Result<Done> narrowed(const Items& items, std::byte* out) {
  for (const auto item : items) {
    if (item < std::numeric_limits<T>::min() || item > std::numeric_limits<T>::max())
      return fail(exit_input,
                  "holds the number " + std::to_string(item) + ", which its element type cannot hold");
    const auto element = static_cast<T>(item);
    std::memcpy(out, &element, sizeof element);
    out += sizeof element;
  }
  return done;
}

template <class Items>
Result<Done> copied(const Items& items, std::byte* out) {
  if (items.size() > 0)
    std::memcpy(out, items.data(), static_cast<std::size_t>(items.size()) * sizeof(*items.data()));
  return done;
}

Result<Done> fill(const TensorProto& proto, std::byte* out) {
  switch (proto.data_type()) {
    case TensorProto::FLOAT:
    case TensorProto::COMPLEX64:
      return copied(proto.float_data(), out);
    case TensorProto::DOUBLE:
    case TensorProto::COMPLEX128:
      return copied(proto.double_data(), out);
    case TensorProto::INT64:
      return copied(proto.int64_data(), out);
    case TensorProto::UINT64:
      return copied(proto.uint64_data(), out);
    case TensorProto::UINT32:
      return narrowed<std::uint32_t>(proto.uint64_data(), out);
    case TensorProto::INT32:
      return copied(proto.int32_data(), out);
    case TensorProto::INT16:
      return narrowed<std::int16_t>(proto.int32_data(), out);
    case TensorProto::INT8:
      return narrowed<std::int8_t>(proto.int32_data(), out);
    default:
      // Bits of 16-bit floats stand as numbers, too.
      return ir::element_size(proto.data_type()) == 2 ? narrowed<std::uint16_t>(proto.int32_data(), out)
                                                      : narrowed<std::uint8_t>(proto.int32_data(), out);
  }
}

Result<ir::Tensor> typed_tensor(const TensorProto& proto, std::vector<std::int64_t> shape) {
  const Typed field = typed_field(proto);
  const bool pairs =
      proto.data_type() == TensorProto::COMPLEX64 || proto.data_type() == TensorProto::COMPLEX128;
  const std::int64_t count = ir::element_count(shape);
  if (typed_items(proto) == 0 && count > 0)
    return fail(exit_input, "of shape " + ir::shape_text(shape) + " has no elements stored");
  if (typed_items(proto) != field.size)
    return fail(exit_input, "of type " + ir::dtype_name(proto.data_type()) +
                                " stores its elements in another field than " + field.name);
  if (field.size % (pairs ? 2 : 1) != 0 || field.size / (pairs ? 2 : 1) != count)
    return fail(exit_input, "has " + std::to_string(count) + " elements by its shape " +
                                ir::shape_text(shape) + ", but " + std::to_string(field.size) +
                                " numbers in " + field.name);
  if (proto.data_type() == TensorProto::STRING)
    return ir::make_strings(std::vector<std::string>(proto.string_data().begin(), proto.string_data().end()),
                            std::move(shape));
  ir::Tensor tensor = ir::make_tensor(proto.data_type(), std::move(shape));
  BYOM_CHECK_OK(fill(proto, ir::writable(tensor)));
  return tensor;
}

Result<Bytes> stored_bytes(const TensorProto& proto, std::uint64_t expected, Reading& reading) {
  if (proto.data_location() == TensorProto::EXTERNAL) return reading.external.bytes(proto, expected);
  const Range range = recorded_range(proto.raw_data());
  if (range.length != expected)
    return fail(exit_input, "needs " + std::to_string(expected) + " bytes by its type and shape, but has " +
                                std::to_string(range.length));
  return Bytes{reading.file->bytes().data() + range.offset, expected, reading.file};
}

Result<Done> check_storage(const TensorProto& proto) {
  if (proto.has_segment()) return fail(exit_unsupported, "is stored in segments, which is not supported");
  const bool external = proto.data_location() == TensorProto::EXTERNAL;
  if (!external && proto.external_data_size() > 0)
    return fail(exit_input, "names external data, but its data_location says that there is none");
  if (external + proto.has_raw_data() + (typed_items(proto) > 0) > 1)
    return fail(exit_input, "has its elements twice (raw_data, a typed field, external data)");
  if (proto.data_type() == TensorProto::STRING && (external || proto.has_raw_data()))
    return fail(exit_input, "holds strings as raw bytes, which ONNX does not allow");
  return done;
}

}  // namespace

Result<ir::Tensor> read_tensor(const TensorProto& proto, Reading& reading) {
  const std::int32_t dtype = proto.data_type();
  if (dtype == 0) return fail(exit_input, "has no element type");
  if (ir::element_size(dtype) == 0)
    return fail(exit_unsupported,
                "has the element type " + ir::dtype_name(dtype) + ", which is not supported");
  BYOM_TRY(auto shape, shape_of(proto));
  const std::int64_t count = ir::element_count(shape);
  BYOM_CHECK_OK(check_storage(proto));
  if (!proto.has_raw_data() && proto.data_location() != TensorProto::EXTERNAL)
    return typed_tensor(proto, std::move(shape));
  const std::uint64_t left = most_constant_bytes - reading.constant_bytes;
  if (static_cast<std::uint64_t>(count) > left / ir::element_size(dtype))
    return fail(exit_limit, "of shape " + ir::shape_text(shape) +
                                " makes the constants of the model larger than " +
                                std::to_string(most_constant_bytes) + " bytes");
  BYOM_TRY(Bytes bytes,
           stored_bytes(proto, static_cast<std::uint64_t>(count) * ir::element_size(dtype), reading));
  reading.constant_bytes += bytes.size;
  ir::Tensor tensor;
  tensor.dtype = dtype;
  tensor.shape = std::move(shape);
  tensor.data = bytes.data;
  tensor.owner = std::move(bytes.owner);
  return tensor.bytes() <= looked_into ? ir::contiguous(tensor) : tensor;
}

}  // namespace byom::onnx
