// The protobuf bytes of a model without the bytes of its tensors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <byom/result.hpp>

namespace byom::onnx {

// A part of the model file.
struct Range {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

// The model as protobuf bytes in which the raw_data of every tensor of a graph, node or function is replaced
// by a record of where it lay. Tensor bytes are not touched. Errors: exit_input with the offset of the byte
// where the file stops being a ModelProto (cut off, groups, a field that may occur once occurs twice);
// exit_limit for more than 1e6 nodes or initializers, or graphs nested deeper than 32.
Result<std::string> without_tensor_bytes(std::span<const std::byte> model);

// The range that a replaced raw_data stands for.
Range recorded_range(const std::string& raw_data);

}  // namespace byom::onnx
