// NumPy's .npy format, as numpy.lib.format documents it: magic, version, header text, raw elements.
#include "host/verify/npy.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "host/support/exit.hpp"
#include "host/support/quote.hpp"

namespace byom::verify {

namespace {

constexpr std::pair<const char*, std::int32_t> descrs[] = {
    {"<f4", BYOM_FLOAT}, {"<f8", BYOM_DOUBLE},  {"<i8", BYOM_INT64},  {"<i4", BYOM_INT32},
    {"|u1", BYOM_UINT8}, {"|i1", BYOM_INT8},    {"|b1", BYOM_BOOL},   {"<u2", BYOM_UINT16},
    {"<i2", BYOM_INT16}, {"<f2", BYOM_FLOAT16}, {"<u4", BYOM_UINT32}, {"<u8", BYOM_UINT64}};

std::int32_t dtype_of_descr(std::string_view descr) {
  for (const auto& [known, dtype] : descrs)
    if (descr == known) return dtype;
  return 0;
}

// What follows a key of the header, which is the text of a Python dict.
std::string_view after_key(std::string_view header, const std::string& key) {
  const std::string quoted_key = "'" + key + "':";
  const std::size_t at = header.find(quoted_key);
  if (at == std::string_view::npos) return {};
  const std::size_t value = header.find_first_not_of(' ', at + quoted_key.size());
  return value == std::string_view::npos ? std::string_view() : header.substr(value);
}

std::optional<std::string_view> enclosed(std::string_view text, char open, char close) {
  const std::size_t end = text.find(close, 1);
  if (!text.starts_with(open) || end == std::string_view::npos) return std::nullopt;
  return text.substr(1, end - 1);
}

std::optional<std::vector<std::int64_t>> read_shape(std::string_view list) {
  constexpr std::size_t highest_rank = 64;  // NumPy's
  std::vector<std::int64_t> extents;
  for (;;) {
    list.remove_prefix(std::min(list.find_first_not_of(" ,"), list.size()));
    if (list.empty()) return extents;
    std::int64_t extent = 0;
    const auto [end, problem] = std::from_chars(list.data(), list.data() + list.size(), extent);
    if (problem != std::errc() || extent < 0 || extents.size() == highest_rank) return std::nullopt;
    extents.push_back(extent);
    list.remove_prefix(static_cast<std::size_t>(end - list.data()));
  }
}

// `elements`: all that follows the header. Errors lack the file's name.
Result<ir::Tensor> read_elements(std::string_view header, std::string_view elements) {
  const auto descr = enclosed(after_key(header, "descr"), '\'', '\'');
  const auto list = enclosed(after_key(header, "shape"), '(', ')');
  auto extents = list ? read_shape(*list) : std::nullopt;
  if (!descr || !extents)
    return fail(exit_input, "has a header that is not understood: " + byom::quoted(header, 120) + ".");
  if (after_key(header, "fortran_order").starts_with("True"))
    return fail(exit_input, "is in Fortran order; save numpy.ascontiguousarray(x) instead.");
  const std::int32_t dtype = dtype_of_descr(*descr);
  if (dtype == 0)
    return fail(exit_input, "holds elements of type " + byom::quoted(*descr) + ", which no input takes.");
  const std::int64_t count = ir::element_count(*extents);
  if (count < 0 || static_cast<std::uint64_t>(count) > elements.size() / ir::element_size(dtype))
    return fail(exit_input,
                "is truncated: its shape " + ir::shape_text(*extents) + " needs more bytes than it has.");
  ir::Tensor tensor = ir::make_tensor(dtype, *std::move(extents));
  std::memcpy(ir::writable(tensor), elements.data(), tensor.bytes());
  return tensor;
}

Result<ir::Tensor> parse_npy(std::string_view bytes) {
  if (bytes.size() < 12 || !bytes.starts_with("\x93NUMPY"))
    return fail(exit_input, "is no NumPy .npy file; write one with numpy.save.");
  const bool wide = bytes[6] >= 2;  // the version; the length of the header follows it
  std::uint32_t length = 0;
  std::memcpy(&length, bytes.data() + 8, wide ? 4 : 2);
  bytes.remove_prefix(wide ? 12 : 10);
  if (length > bytes.size()) return fail(exit_input, "is truncated inside its header.");
  return read_elements(bytes.substr(0, length), bytes.substr(length));
}

}  // namespace

Result<ir::Tensor> read_npy(const std::filesystem::path& file) {
  const std::string where = "--input file " + file.string();
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(exit_input, where + ": cannot be opened (" + std::strerror(errno) + ").");
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  auto tensor = parse_npy(bytes);
  if (!tensor) return fail(exit_input, where + ": " + tensor.error().text);
  return tensor;
}

Result<Done> write_npy(const std::filesystem::path& file, const ir::Tensor& tensor) {
  const auto* const descr = std::ranges::find(descrs, tensor.dtype, [](const auto& d) { return d.second; });
  if (descr == std::end(descrs))
    return fail(exit_bug, "a tensor of type " + ir::dtype_name(tensor.dtype) + " cannot be a .npy file");
  std::string shape;
  for (const std::int64_t extent : tensor.shape) shape += std::to_string(extent) + ", ";
  std::string header =
      std::string("{'descr': '") + descr->first + "', 'fortran_order': False, 'shape': (" + shape + "), }";
  constexpr std::size_t preamble = 10, unit = 64;  // magic, version and length; the elements are aligned
  header.resize((preamble + header.size() + unit) / unit * unit - preamble - 1, ' ');
  header += '\n';
  const ir::Tensor plain = ir::contiguous(tensor);
  std::ofstream out(file, std::ios::binary);
  out << "\x93NUMPY\x01" << '\0' << static_cast<char>(header.size() % 256)
      << static_cast<char>(header.size() / 256) << header;
  out.write(reinterpret_cast<const char*>(plain.data), static_cast<std::streamsize>(plain.bytes()));
  if (!out.flush()) return fail(exit_system, file.string() + " cannot be written.");
  return done;
}

}  // namespace byom::verify
