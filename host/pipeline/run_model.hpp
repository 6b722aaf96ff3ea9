// Computing an ONNX model with the plugins' kernels, without converting it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/tensor.hpp"
#include "host/pipeline/convert.hpp"
#include "host/registry/context.hpp"

namespace byom::pipeline {

struct RunRequest {
  std::filesystem::path model;
  std::map<std::string, std::vector<std::int64_t>> input_shapes;
  std::map<std::string, std::string> input_files;  // --input
  std::uint64_t seed = 0;                          // of the inputs that are drawn
  std::vector<std::string> nodes;  // names of nodes, of values that they make, of inputs; empty: the outputs
  std::filesystem::path output;    // a folder for .npy files; empty: none are written
};

struct ComputedTensor {
  std::string name;
  ir::Tensor tensor;
  std::filesystem::path file;  // empty: it was not written
};

// What was asked for, each value once. Free extents are those of the input files; a batch that stays free is
// 1. Errors leave the folder as it was.
Result<std::vector<ComputedTensor>> run_model(const RunRequest& request, registry::Registry& registry,
                                              registry::Session& session, const Progress& progress);

}  // namespace byom::pipeline
