// What a law is: one thing that every plugin, or every operator and kernel of one, must hold.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/registry/context.hpp"
#include "host/registry/op_registry.hpp"

namespace byom::laws {

enum class Outcome { pass, fail, crash, hang, skip };
const char* name_of(Outcome outcome);

// The plugin under check. Nothing of it is mapped.
struct Target {
  registry::Manifest manifest;             // made up from the library's name where no JSON describes it
  std::vector<registry::Manifest> others;  // the program's own plugins, whose operators may be needed
  std::string python = "python3";          // where real Keras is looked for
  std::uint64_t seed = 0;                  // of random inputs
};

// One operator of the plugin, with one of the plugin's kernels for it.
struct Item {
  const registry::Op* op = nullptr;
  const registry::Kernel* kernel = nullptr;  // nullptr: the plugin has none for it
  bool own = true;                           // false: another plugin's operator, only the kernel is ours

  // "ai.onnx::MyOp", "kernel 'fast' of ai.onnx::MyOp"
  [[nodiscard]] std::string name() const;
};

// The plugin mapped, its claims winning over everybody else's.
struct Bench {
  std::unique_ptr<registry::Registry> registry;
  registry::Session session;
  std::vector<Item> items;
  std::uint64_t seed = 0;  // of the item being judged: the same whatever else is judged
};

// Where a law says what it found of the item, or library, that it was called for. Saying nothing is passing.
class Report {
 public:
  virtual ~Report() = default;
  // What the plugin is about to be asked, for the message should it not come back: "example 'negative axis'".
  virtual void doing(const std::string& what) = 0;
  virtual void fail(const std::string& text) = 0;
  // The law says nothing of this item, for a reason that the user may want to know. Failures go before skips.
  virtual void skip(const std::string& reason) = 0;
};

using LibraryLaw = void(const Target& target, Report& report);
using OperatorLaw = void(Bench& bench, const Item& item, Report& report);

// Exactly one of the functions is set. Each law runs in a process of its own, so that it may crash, hang or
// spoil the process; an operator law meets all operators in one process, until that one dies.
struct Law {
  const char* id;       // "examples", as --law takes it
  const char* summary;  // what holds, as a sentence
  LibraryLaw* library = nullptr;
  OperatorLaw* op = nullptr;
};

// In the order in which they are reported.
const std::vector<Law>& all_laws();

// `file`: a shared library (the JSON beside it, <name>.json or custom_meta.json, is used when it describes
// it), or a custom-meta JSON. `own`: the program's folder of manifests. Errors: exit_usage.
Result<Target> open_target(const std::filesystem::path& file, const std::filesystem::path& own);
// Maps the plugin. Errors: why its library cannot be used.
Result<std::unique_ptr<Bench>> open_bench(const Target& target);

}  // namespace byom::laws
