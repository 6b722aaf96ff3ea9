// The operators of a new plugin: what the user asked for, joined with what is known about each.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/registry/op_registry.hpp"
#include "host/scaffold/python_source.hpp"

namespace byom::scaffold {

struct Operator {
  registry::Claim claim;                // the ONNX side
  std::string function;                 // names its file and its BYOM_OP
  std::string class_name;               // the Keras layer
  bool class_is_there = false;          // the user's Python file has the class
  std::vector<Parameter> parameters;    // of the class's constructor
  std::string ported;                   // the Python conversion function, for comparison; may be empty
  const registry::Op* known = nullptr;  // the installed operator of this name
};

struct Operators {
  std::vector<Operator> all;
  std::string python_name = "custom_layers.py";
  std::string python;              // the user's own text; empty: all classes are new
  std::vector<std::string> notes;  // what the user should know, one sentence each
};

// `written` are operators as the command line has them ("MyOp", "acme::MyOp"), `domain` is that of those
// without one, `custom_meta` is the file of --from or empty. Errors: exit_usage, all problems in one text.
Result<Operators> gather_operators(const std::vector<std::string>& written, const std::string& domain,
                                   const std::filesystem::path& custom_meta, registry::Registry& registry);

}  // namespace byom::scaffold
