// One conversion, from the ONNX file to verified Keras files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/context.hpp"
#include "host/verify/verify.hpp"

namespace byom::pipeline {

struct Request {
  std::filesystem::path model, results_dir;
  std::string name;                       // names the files and the Keras model
  std::string key;                        // passphrase of the .tltb
  std::vector<std::string> formats;       // of tltb, keras, h5; the first commits
  std::string penultimate_node;           // -p; empty: the whole graph
  std::vector<std::string> freeze_nodes;  // -fn
  bool freeze_bn = false;
  std::string kernel_initializer = "glorot_uniform";
  std::map<std::string, std::vector<std::int64_t>> input_shapes;
  verify::Settings verification;
  bool strict = false;
  std::string dump;        // "after:PASS" or empty
  std::string check_with;  // a Python that has Keras; empty: real Keras is not asked
};

// What real Keras says of a file.
struct KerasVerdict {
  std::string file;
  std::string keras;      // "Keras 3.15.1 on jax"
  std::string missing;    // why it was not asked; empty: it was
  double difference = 0;  // the largest |a - b|
  std::string problem;    // empty: it computes the original's numbers
};

struct Outcome {
  std::vector<std::filesystem::path> files;        // published, in order
  std::vector<std::filesystem::path> older_files;  // of the same name, from an earlier conversion
  verify::Verdict verdict;
  std::vector<KerasVerdict> keras;
  std::vector<std::string> custom_classes;  // layers whose Python travels with the model
  std::size_t onnx_nodes = 0, layers = 0, weights = 0;
  std::vector<std::pair<std::string, double>> seconds;  // wall time of each stage, in order
};

// What the user is told on the way: a stage that begins, a finding, or the graph that --dump asks for.
struct Progress {
  std::function<void(const std::string& stage)> stage = [](const std::string&) {};
  std::function<void(const std::string& text)> info = [](const std::string&) {};
  std::function<void(const std::string& text)> warning = [](const std::string&) {};
  std::function<void(const std::string& graph)> dump = [](const std::string&) {};
};

// Errors leave the results folder as it was. With `strict`, a difference above the tolerance or a doubt of
// the verdict is an error (exit_difference) and nothing is published.
Result<Outcome> convert(const Request& request, registry::Registry& registry, registry::Session& session,
                        const Progress& progress);

}  // namespace byom::pipeline
