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
#include <system_error>

#include "host/support/exit.hpp"
#include "host/support/number.hpp"
#include "host/support/quote.hpp"
#include "host/support/utf8.hpp"

namespace byom::verify {

namespace {

constexpr std::pair<const char*, std::int32_t> descrs[] = {
    {"<f4", BYOM_FLOAT}, {"<f8", BYOM_DOUBLE},  {"<i8", BYOM_INT64},  {"<i4", BYOM_INT32},
    {"|u1", BYOM_UINT8}, {"|i1", BYOM_INT8},    {"|b1", BYOM_BOOL},   {"<u2", BYOM_UINT16},
    {"<i2", BYOM_INT16}, {"<f2", BYOM_FLOAT16}, {"<u4", BYOM_UINT32}, {"<u8", BYOM_UINT64}};

// Empty where NumPy has no such type, and for strings, whose type depends on their length.
std::string descr_of(std::int32_t dtype) {
  const auto* const found = std::ranges::find(descrs, dtype, [](const auto& descr) { return descr.second; });
  return found == std::end(descrs) ? "" : found->first;
}

struct ElementType {
  std::int32_t dtype = 0;  // 0: no input takes such elements
  std::uint64_t size = 0;
};

// NumPy keeps strings in equal lengths: an element of "<U5" is five characters of four bytes each.
ElementType type_of_descr(std::string_view descr) {
  for (const auto& [known, dtype] : descrs)
    if (descr == known) return {dtype, ir::element_size(dtype)};
  std::uint32_t characters = 0;
  if (descr.starts_with("<U") && read_number(descr.substr(2), characters) && characters > 0)
    return {BYOM_STRING, std::uint64_t{4} * characters};
  return {};
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

std::string utf8(std::uint32_t code) {
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80U | (code >> shift & 0x3FU)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0U | code >> 6), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0U | code >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0U | code >> 18), tail(12), tail(6), tail(0)};
}

// Strings that are shorter than the others are filled up with zeros.
Result<ir::Tensor> read_strings(std::string_view elements, std::uint64_t size,
                                std::vector<std::int64_t> shape) {
  std::vector<std::string> texts(static_cast<std::size_t>(ir::element_count(shape)));
  for (std::string& text : texts) {
    for (std::size_t at = 0; at < size; at += 4) {
      std::uint32_t code = 0;
      std::memcpy(&code, elements.data() + at, sizeof code);
      const std::string character = utf8(code);
      if (code > 0x10FFFF || first_character(character).length == 0)
        return fail(exit_input, "holds " + std::to_string(code) + " for a character, which Unicode lacks.");
      text += character;
    }
    text.erase(text.find_last_not_of('\0') + 1);
    elements.remove_prefix(size);
  }
  return ir::make_strings(texts, std::move(shape));
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
  const auto [dtype, size] = type_of_descr(*descr);
  if (dtype == 0)
    return fail(exit_input, "holds elements of type " + byom::quoted(*descr) + ", which no input takes.");
  const std::int64_t count = ir::element_count(*extents);
  if (count < 0 || static_cast<std::uint64_t>(count) > elements.size() / size)
    return fail(exit_input,
                "is truncated: its shape " + ir::shape_text(*extents) + " needs more bytes than it has.");
  if (dtype == BYOM_STRING) return read_strings(elements, size, *std::move(extents));
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

bool npy_holds(std::int32_t dtype) {
  return dtype == BYOM_STRING || !descr_of(dtype).empty();
}

std::string numpy_name(std::int32_t dtype) {
  if (dtype == BYOM_STRING) return "str";
  if (!npy_holds(dtype)) return "";
  return dtype == BYOM_FLOAT ? "float32" : dtype == BYOM_DOUBLE ? "float64" : ir::dtype_name(dtype);
}

Result<ir::Tensor> read_npy(const std::filesystem::path& file) {
  const std::string where = "--input file " + file.string();
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(exit_input, where + ": cannot be opened (" + std::strerror(errno) + ").");
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  auto tensor = parse_npy(bytes);
  if (!tensor) return fail(exit_input, where + ": " + tensor.error().text);
  return tensor;
}

namespace {

// One row for each string, filled up with zeros.
Result<ir::Tensor> characters(const ir::Tensor& strings) {
  std::vector<std::vector<std::uint32_t>> rows;
  std::size_t longest = 1;
  for (const byom_str& text : strings.elements<byom_str>()) {
    std::vector<std::uint32_t>& row = rows.emplace_back();
    for (std::string_view rest(text.p, text.n); !rest.empty();) {
      const auto [code, length] = first_character(rest);
      if (length == 0)
        return fail(exit_unsupported, "the string " + byom::quoted({text.p, text.n}, 60) + " is not UTF-8");
      row.push_back(code);
      rest.remove_prefix(length);
    }
    longest = std::max(longest, row.size());
  }
  ir::Tensor table = ir::make_tensor(BYOM_UINT32, {std::ssize(rows), static_cast<std::int64_t>(longest)});
  auto* out = reinterpret_cast<std::uint32_t*>(ir::writable(table));
  for (const auto& row : rows) {
    std::ranges::copy(row, out);
    out += longest;
  }
  return table;
}

}  // namespace

Result<NpyContent> npy_content(const ir::Tensor& tensor) {
  NpyContent content{"", ir::contiguous(tensor)};
  std::string descr = descr_of(tensor.dtype);
  if (tensor.dtype == BYOM_STRING) {
    BYOM_TRY(content.elements, characters(content.elements));
    descr = "<U" + std::to_string(content.elements.shape[1]);
  }
  if (descr.empty()) return fail(exit_unsupported, "NumPy has no type " + ir::dtype_name(tensor.dtype));
  std::string shape;
  for (const std::int64_t extent : tensor.shape) shape += std::to_string(extent) + ", ";
  std::string text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }";
  constexpr std::size_t preamble = 10, unit = 64;  // magic, version and length; the elements are aligned
  text.resize((preamble + text.size() + unit) / unit * unit - preamble - 1, ' ');
  text += '\n';
  content.header = std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(text.size() % 256) +
                   static_cast<char>(text.size() / 256) + text;
  return content;
}

Result<Done> write_npy(const std::filesystem::path& file, const ir::Tensor& tensor) {
  BYOM_TRY(const NpyContent content, npy_content(tensor));
  std::ofstream out(file, std::ios::binary);
  out << content.header;
  out.write(reinterpret_cast<const char*>(content.elements.data),
            static_cast<std::streamsize>(content.elements.bytes()));
  if (!out.flush()) return fail(exit_system, file.string() + " cannot be written.");
  return done;
}

}  // namespace byom::verify
