// A walk over the wire format that copies everything but tensor bytes.
#include "host/onnx/wire.hpp"

#include <array>
#include <cstring>
#include <limits>

#include <google/protobuf/io/coded_stream.h>

#include "host/support/exit.hpp"

namespace byom::onnx {
namespace {

enum class Kind { model, graph, node, attribute, tensor, function };

// A field that leads towards tensors. One that is not repeated must not occur twice: protobuf would merge the
// two.
struct Field {
  Kind in;
  std::uint64_t number;
  Kind holds;
  bool repeated;
};
constexpr std::array fields{
    Field{Kind::model, 7, Kind::graph, false},        Field{Kind::model, 25, Kind::function, true},
    Field{Kind::graph, 1, Kind::node, true},          Field{Kind::graph, 5, Kind::tensor, true},
    Field{Kind::node, 5, Kind::attribute, true},      Field{Kind::attribute, 5, Kind::tensor, false},
    Field{Kind::attribute, 6, Kind::graph, false},    Field{Kind::attribute, 10, Kind::tensor, true},
    Field{Kind::attribute, 11, Kind::graph, true},    Field{Kind::function, 7, Kind::node, true},
    Field{Kind::function, 11, Kind::attribute, true},
};
constexpr std::uint64_t raw_data_number = 9;
constexpr int deepest_graph = 32;
constexpr std::size_t most_items = 1'000'000;

const Field* find(Kind in, std::uint64_t number) {
  for (const Field& field : fields)
    if (field.in == in && field.number == number) return &field;
  return nullptr;
}

void append_varint(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
  out += static_cast<char>(number);
}

class Walk {
 public:
  explicit Walk(std::span<const std::byte> bytes)
      : bytes_(bytes),
        in_(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size())) {
    in_.SetTotalBytesLimit(std::numeric_limits<int>::max());
  }

  Result<Done> message(Kind kind, int depth) {
    std::uint64_t seen = 0;  // bits of the fields of this message that occurred
    while (in_.BytesUntilLimit() > 0) BYOM_CHECK_OK(field(kind, depth, seen));
    return done;
  }
  std::string take() { return std::move(out_); }

 private:
  [[nodiscard]] std::uint64_t here() const { return static_cast<std::uint64_t>(in_.CurrentPosition()); }

  [[nodiscard]] Error damaged(std::uint64_t offset, const std::string& cause) const {
    return fail(exit_input,
                "the file is damaged or no ONNX model: at byte " + std::to_string(offset) + " " + cause);
  }

  Result<Done> field(Kind kind, int depth, std::uint64_t& seen) {
    const std::uint64_t start = here();
    std::uint64_t tag = 0;
    if (!in_.ReadVarint64(&tag)) return damaged(start, "a field's number is cut off");
    const std::uint64_t number = tag >> 3;
    if (number == 0 || number > 0x1FFFFFFF || here() - start > 5)
      return damaged(start, "a field has the impossible number " + std::to_string(number));
    switch (tag & 7) {
      case 0: {
        std::uint64_t value = 0;
        if (!in_.ReadVarint64(&value)) return damaged(start, "a number is cut off or longer than 10 bytes");
        break;
      }
      case 1:
      case 5:
        if (!in_.Skip((tag & 7) == 1 ? 8 : 4)) return damaged(start, "a number is cut off");
        break;
      case 2:
        return counted_field(kind, depth, start, tag, seen);
      case 3:
      case 4:
        return damaged(start, "stands a group, which ONNX does not use");
      default:
        return damaged(start, "a field has wire type " + std::to_string(tag & 7) + ", which does not exist");
    }
    copy(start);
    return done;
  }

  Result<Done> counted_field(Kind kind, int depth, std::uint64_t start, std::uint64_t tag,
                             std::uint64_t& seen) {
    std::uint64_t length = 0;
    if (!in_.ReadVarint64(&length)) return damaged(start, "a length is cut off");
    const auto left = static_cast<std::uint64_t>(in_.BytesUntilLimit());
    if (length > left)
      return damaged(start, "begins a field of " + std::to_string(length) + " bytes, but only " +
                                std::to_string(left) + " follow" +
                                (here() + left == bytes_.size() ? ": the file is cut off" : ""));
    const std::uint64_t number = tag >> 3;
    const Field* inner = find(kind, number);
    const bool raw_data = kind == Kind::tensor && number == raw_data_number;
    if (raw_data || (inner && !inner->repeated)) {
      if (seen >> number & 1)
        return damaged(start, "field " + std::to_string(number) + " occurs a second time");
      seen |= std::uint64_t{1} << number;
    }
    if (inner) return nested(*inner, depth, tag, static_cast<int>(length));
    const std::uint64_t content = here();
    if (!in_.Skip(static_cast<int>(length))) return damaged(start, "a field is cut off");
    if (raw_data)
      record(tag, {content, length});
    else
      copy(start);
    return done;
  }

  Result<Done> nested(const Field& inner, int depth, std::uint64_t tag, int length) {
    if (inner.holds == Kind::graph && depth == deepest_graph)
      return fail(exit_limit, "graphs are nested deeper than " + std::to_string(deepest_graph));
    if (inner.holds == Kind::node && ++nodes_ > most_items)
      return fail(exit_limit, "the model has more than " + std::to_string(most_items) + " nodes");
    if (inner.holds == Kind::tensor && ++tensors_ > most_items)
      return fail(exit_limit, "the model has more than " + std::to_string(most_items) + " tensors");
    append_varint(out_, tag);
    const std::size_t at = out_.size();
    out_.append(length_bytes, '\0');  // known when the content is written
    const auto limit = in_.PushLimit(length);
    BYOM_CHECK_OK(message(inner.holds, depth + (inner.holds == Kind::graph ? 1 : 0)));
    in_.PopLimit(limit);
    std::size_t written = out_.size() - at - length_bytes;
    for (std::size_t i = 0; i < length_bytes; ++i, written >>= 7)
      out_[at + i] = static_cast<char>((written & 0x7F) | (i + 1 < length_bytes ? 0x80 : 0));
    return done;
  }

  void copy(std::uint64_t start) {
    out_.append(reinterpret_cast<const char*>(bytes_.data()) + start, here() - start);
  }

  void record(std::uint64_t tag, Range range) {
    append_varint(out_, tag);
    append_varint(out_, sizeof range);
    out_.append(reinterpret_cast<const char*>(&range), sizeof range);
  }

  // A varint padded to a fixed width is legal, and lets a length be filled in later.
  static constexpr std::size_t length_bytes = 5;
  std::span<const std::byte> bytes_;
  google::protobuf::io::CodedInputStream in_;
  std::string out_;
  std::size_t nodes_ = 0;
  std::size_t tensors_ = 0;
};

}  // namespace

Result<std::string> without_tensor_bytes(std::span<const std::byte> model) {
  Walk walk(model);
  BYOM_CHECK_OK(walk.message(Kind::model, 0));
  return walk.take();
}

Range recorded_range(const std::string& raw_data) {
  Range range;
  if (raw_data.size() == sizeof range) std::memcpy(&range, raw_data.data(), sizeof range);
  return range;
}

}  // namespace byom::onnx
