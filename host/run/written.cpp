// The pattern is a signalling NaN of float, and a number near 1e306 of double.
#include "host/run/written.hpp"

#include <algorithm>
#include <cstring>

namespace byom::run {
namespace {

constexpr std::uint32_t pattern = 0x7fa5c3d1;

std::uint64_t words_of_element(const ir::Tensor& tensor) {
  return tensor.dtype == BYOM_STRING ? 0 : ir::element_size(tensor.dtype) / sizeof pattern;
}

}  // namespace

void mark_unwritten(const ir::Tensor& tensor) {
  if (words_of_element(tensor) == 0) return;
  auto* bytes = const_cast<std::byte*>(tensor.data);
  for (std::uint64_t at = 0; at < tensor.bytes(); at += sizeof pattern)
    std::memcpy(bytes + at, &pattern, sizeof pattern);
}

std::int64_t unwritten_elements(const ir::Tensor& tensor) {
  const std::uint64_t words = words_of_element(tensor);
  if (words == 0) return 0;
  std::int64_t found = 0;
  for (std::uint64_t at = 0; at < tensor.bytes(); at += words * sizeof pattern) {
    std::uint32_t word = 0;
    std::memcpy(&word, tensor.data + at, sizeof word);
    if (word == pattern) ++found;
  }
  return found;
}

std::vector<std::string> broken_promises(const ir::Node& node, const std::vector<ir::Value>& stated,
                                         const std::vector<ir::Tensor>& made) {
  std::vector<std::string> clauses;
  for (std::size_t i = 0; i < stated.size(); ++i) {
    if (node.outputs[i] == ir::absent) continue;
    const std::string output = "output " + std::to_string(i);
    if (!made[i].data) {
      clauses.push_back("asked for no " + output + " (run->output)");
      continue;
    }
    bool same = stated[i].rank < 0 || made[i].shape.size() == stated[i].dims.size();
    for (std::size_t d = 0; same && d < stated[i].dims.size(); ++d)
      same = !ir::is_number(stated[i].dims[d]) || stated[i].dims[d].value == made[i].shape[d];
    if (!same)
      clauses.push_back("gave " + output + " the shape " + ir::shape_text(made[i].shape) +
                        ", which infer had not said");
  }
  return clauses;
}

}  // namespace byom::run
