// Collecting problems and warnings.
#include "host/onnx/problems.hpp"

#include "host/support/quote.hpp"

namespace byom::onnx {

void Problems::add(Exit code, std::string text) {
  code_ = count_ == 0 || code_ == code ? code : exit_input;
  if (++count_ <= shown) lines_.push_back(std::move(text));
}

void Problems::warn(const std::string& kind, const std::string& where) {
  if (warned_.insert(kind).second) warnings_.push_back(kind + where);
}

Error Problems::error(const std::string& file) const {
  std::string text = byom::quoted(file, 4096) + ": ";
  if (count_ == 1) return fail(static_cast<Exit>(code_), text + lines_.front());
  text += std::to_string(count_) + " problems";
  for (const std::string& line : lines_) text += "\n  " + line;
  if (count_ > shown) text += "\n  and " + std::to_string(count_ - shown) + " more";
  return fail(static_cast<Exit>(code_), text);
}

}  // namespace byom::onnx
