// The process of one law: what it is asked on its command line, and what it answers, one JSON object a line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <byom/result.hpp>

namespace byom::laws {

// Which law to run on which of the plugin's items.
struct Request {
  std::filesystem::path file;
  std::string law;
  std::string op;  // "MyOp" or "acme::MyOp"; empty: all
  std::uint64_t seed = 0;
  std::string python = "python3";
  std::size_t begin = 0, end = SIZE_MAX;  // items [begin, end) of those that `op` selects

  // Bytes of file names pass as they are, which JSON could not carry.
  [[nodiscard]] std::vector<std::string> words() const;
  static Result<Request> parse(const std::vector<std::string>& words);
};

// The descriptor that the answers are written to:
//   {"items": ["ai.onnx::MyOp", …]}   operator laws, first
//   {"refused": "…"}                  the plugin cannot be loaded; the last line
//   {"begin": 3}                      item 3 comes now
//   {"doing": "example 'x'"}
//   {"fail": "…"}, {"skip": "…"}      of the item begun last, or of the library
//   {"done": true}                    the last line
inline constexpr int answer_descriptor = 3;

// Serves one request and gives the exit code of the process. `own`: the program's folder of manifests.
int serve(const Request& request, const std::filesystem::path& own);

}  // namespace byom::laws
