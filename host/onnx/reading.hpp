// What the parts of the reader share while one model is read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "host/ir/graph.hpp"
#include "host/onnx/external_data.hpp"
#include "host/onnx/problems.hpp"
#include "host/onnx/protos.hpp"
#include "host/support/mapped_file.hpp"

namespace byom::onnx {

constexpr int highest_rank = 32;

struct Reading {
  std::shared_ptr<const MappedFile> file;
  ExternalFiles external;
  Problems problems{};
  std::uint64_t constant_bytes = 0;  // of all tensors, for the limit
  std::size_t suggestions = 0;       // nearest names looked for; each costs time
  bool no_opset = false;             // said that ONNX's own opset is missing
  // Unless empty: for each node of the main graph its position in the file's graph.
  std::vector<std::int64_t> file_index{};
};

// A tensor without its name. Its elements stay where they lie in the file when they are stored raw.
// Errors name the cause only.
Result<ir::Tensor> read_tensor(const ::onnx::TensorProto& proto, Reading& reading);

// ONNX's own domain has two spellings.
inline std::string plain_domain(const std::string& domain) {
  return domain == "ai.onnx" ? std::string() : domain;
}

}  // namespace byom::onnx
