// A new plugin project: filled from the templates of the SDK, written whole or not at all.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/registry/op_registry.hpp"

namespace byom::scaffold {

struct Request {
  std::string name;                    // of the plugin
  std::filesystem::path folder;        // is made; must not be there, or be empty
  std::string domain;                  // of operators that are named without one
  std::vector<std::string> operators;  // "MyOp", "acme::MyOp"
  std::filesystem::path custom_meta;   // of NVIDIA's converter; empty: none
  std::filesystem::path templates;     // folder of the SDK's template
};

struct Written {
  std::vector<std::string> files;  // names within the folder
  std::vector<std::string> notes;  // what the user should know, one sentence each
};

// Errors: exit_usage with all problems of the request, exit_system when something cannot be read or written.
Result<Written> write_project(const Request& request, registry::Registry& registry);

}  // namespace byom::scaffold
