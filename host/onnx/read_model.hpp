// Reading an ONNX file: the whole way from its bytes to a graph.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/support/mapped_file.hpp"

namespace byom::onnx {

// The ai.onnx opsets that are read; whether each operator's version is known is decided by the plugins.
inline constexpr std::int64_t oldest_opset = 7;
inline constexpr std::int64_t newest_opset = 25;

struct Model {
  ir::Graph
      graph;  // Node::index: position in the file's graph; nodes of an inlined function carry the call's
  std::int64_t ir_version = 0;
  std::int64_t model_version = 0;
  std::string producer_name;
  std::string producer_version;
  std::string domain;
  std::string doc_string;
  std::vector<std::pair<std::string, std::string>> metadata;
  std::vector<std::string> warnings;  // one sentence each
  // The model and its external data, kept by the constants that are views of them. Ask each `unchanged()`
  // before results are published.
  std::vector<std::shared_ptr<const MappedFile>> files;
};

// Every problem of the model is reported at once, one a line after the name of the file. Codes: exit_input
// for a damaged or contradictory file, exit_unsupported for what ONNX allows and this program does not read,
// exit_limit; exit_input where they are mixed.
Result<Model> read_model(const std::filesystem::path& path, MappedFile::Way way = MappedFile::Way::automatic);

}  // namespace byom::onnx
