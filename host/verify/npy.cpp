// NumPy's .npy format, as numpy.lib.format documents it: magic, version, header text, raw elements.
#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>

#include "host/support/exit.hpp"
#include "host/verify/probe.hpp"

namespace byom::verify {

namespace {

constexpr std::pair<const char*, std::int32_t> descrs[] = {
    {"<f4", BYOM_FLOAT}, {"<f8", BYOM_DOUBLE},  {"<i8", BYOM_INT64},  {"<i4", BYOM_INT32},
    {"|u1", BYOM_UINT8}, {"|i1", BYOM_INT8},    {"|b1", BYOM_BOOL},   {"<u2", BYOM_UINT16},
    {"<i2", BYOM_INT16}, {"<f2", BYOM_FLOAT16}, {"<u4", BYOM_UINT32}, {"<u8", BYOM_UINT64}};

std::int32_t dtype_of_descr(const std::string& descr) {
  for (const auto& [known, dtype] : descrs)
    if (descr == known) return dtype;
  return 0;
}

}  // namespace

Result<ir::Tensor> read_npy(const std::filesystem::path& file) {
  const std::string where = "--input file " + file.string() + ": ";
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(exit_input, where + "cannot be opened (" + std::strerror(errno) + ").");
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (bytes.size() < 12 || bytes.compare(0, 6, "\x93NUMPY") != 0)
    return fail(exit_input, where + "is no NumPy .npy file; write one with numpy.save.");
  const bool wide = bytes[6] >= 2;
  std::uint32_t length = 0;
  std::memcpy(&length, bytes.data() + 8, wide ? 4 : 2);
  const std::size_t start = (wide ? 12U : 10U) + std::size_t{length};
  if (start > bytes.size()) return fail(exit_input, where + "is truncated inside its header.");
  const std::string header = bytes.substr(wide ? 12 : 10, length);
  std::smatch descr, shape;
  static const std::regex descr_text("'descr': *'([^']*)'"), shape_text("'shape': *\\(([0-9, ]*)\\)");
  if (!std::regex_search(header, descr, descr_text) || !std::regex_search(header, shape, shape_text))
    return fail(exit_input, where + "has a header that is not understood: " + header.substr(0, 120));
  if (header.find("'fortran_order': True") != std::string::npos)
    return fail(exit_input, where + "is in Fortran order; save numpy.ascontiguousarray(x) instead.");
  const std::int32_t dtype = dtype_of_descr(descr[1]);
  if (dtype == 0)
    return fail(exit_input, where + "holds elements of type " + descr[1].str() + ", which no input takes.");
  std::vector<std::int64_t> extents;
  const std::string list = shape[1];
  static const std::regex number("[0-9]{1,18}");
  for (std::sregex_iterator it(list.begin(), list.end(), number), end; it != end; ++it)
    extents.push_back(std::stoll(it->str()));
  const std::int64_t count = ir::element_count(extents);
  if (count < 0 || static_cast<std::uint64_t>(count) > (bytes.size() - start) / ir::element_size(dtype))
    return fail(exit_input, where + "is truncated: its shape " + ir::shape_text(extents) +
                                " needs more bytes than it has.");
  ir::Tensor tensor = ir::make_tensor(dtype, std::move(extents));
  std::memcpy(ir::writable(tensor), bytes.data() + start, tensor.bytes());
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
