// A plugin's custom-meta JSON: what the plugin holds, known before any of its code runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <byom/result.hpp>

namespace byom::registry {

struct Claim {
  std::string domain;  // "" is ONNX's own
  std::string type;
  bool operator==(const Claim&) const = default;
  bool operator<(const Claim& other) const {
    return std::tie(domain, type) < std::tie(other.domain, other.type);
  }
};

struct KernelClaim {
  Claim op;
  std::string backend;
  std::int32_t tier = 0;
};

struct Manifest {
  std::filesystem::path file;         // the JSON, absolute
  std::filesystem::path library;      // FILE_NAMES.conversion, resolved; may be missing, see check_files
  std::filesystem::path python_file;  // FILE_NAMES.custom_layer, resolved; empty: none
  std::vector<std::filesystem::path> folders;  // where FILE_NAMES are looked for, in this order
  std::string id;                              // reverse URI; the file's stem where the JSON gives none
  std::string version;
  std::uint32_t abi_major = 1, abi_built = 0, abi_needed = 0;
  std::map<std::string, std::string> onnx_nodes;   // ONNX_NODES: ONNX type -> operator name in the plugin
  std::map<std::string, std::string> custom_objs;  // CUSTOM_OBJS: name -> Python class
  std::vector<Claim> ops;                          // every operator the library implements, of any domain
  std::vector<KernelClaim> kernels;
  std::vector<Claim> overrides;      // claims that win over another plugin's
  std::vector<Claim> layer_classes;  // {module, class} pairs of the library's Keras forms
  std::vector<std::string> cpu;      // features the library's code needs, in gcc's names
  bool patterns = false;             // the library brings patterns
  bool complete = false;             // PLUGIN lists everything; else ops are what ONNX_NODES promises
  bool has_id = false;               // the id stands in the JSON
  bool builtin = false;              // from the program's own folder
  bool user = false;                 // named on the command line by -c
};

// "ai.onnx::MyOp", "MyOp" -> {"", "MyOp"}; "acme::MyOp" -> {"acme", "MyOp"}.
Claim parse_claim(const std::string& text);
// {"", "MyOp"} -> "ai.onnx::MyOp".
std::string text(const Claim& claim);

// "built-in", "user's folder", "-c": where the manifest was found.
std::string origin(const Manifest& manifest);

// Reads and checks one JSON file. Errors are exit_usage; each problem is a line with file, line, column and
// the way out.
Result<Manifest> read_manifest(const std::filesystem::path& file);
// The same for one of NVIDIA's converter, whose FILE_NAMES.conversion is Python: `library` is that file.
Result<Manifest> read_python_manifest(const std::filesystem::path& file);
// The library and the Python file are there. Errors: exit_usage for manifests of the user, else exit_plugin,
// naming the folders that were looked in and the nearest names there.
Result<Done> check_files(const Manifest& manifest);

}  // namespace byom::registry
