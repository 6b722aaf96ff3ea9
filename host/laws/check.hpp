// Checks a plugin against the laws, each in a process of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/laws/law.hpp"
#include "host/laws/worker.hpp"

namespace byom::laws {

struct Finding {
  Outcome outcome = Outcome::pass;
  std::string item;  // "ai.onnx::MyOp"; empty: the library
  std::string text;
};

struct Verdict {
  const Law* law = nullptr;
  std::vector<Finding> findings;  // what did not pass, skips included; in the order of the items
  std::size_t passed = 0;         // items, or 1 for the library

  [[nodiscard]] bool holds() const;
};

struct Settings {
  std::filesystem::path file;
  std::vector<std::string> laws;  // ids; empty: all
  std::string op;                 // "MyOp" or "acme::MyOp"; empty: all
  std::uint64_t seed = 0;
  std::string python = "python3";  // a Python that may have Keras
  double deadline = 20;            // seconds that the plugin may take for one operator in one law
  std::filesystem::path program;   // run once more as `program plugins law-process …` for each law
};

// One verdict for each law, in the order of all_laws(). Where a process dies, the operator it served is asked
// again alone to find the culprit, and a new process goes on behind it. Errors: exit_usage for what is no law
// or no operator of the plugin, exit_system.
Result<std::vector<Verdict>> check(const Settings& settings);

// For people: a line for each law and operator that breaks it, then a summary; every finding, passes and
// skips when `verbose`.
std::string text_report(const Settings& settings, const std::vector<Verdict>& verdicts, bool verbose);
// The same for programs; every finding, and how often each law passed.
std::string json_report(const Settings& settings, const std::vector<Verdict>& verdicts);

}  // namespace byom::laws
