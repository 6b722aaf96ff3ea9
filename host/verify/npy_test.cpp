// .npy files come back as they were; damaged and hostile ones are told with the cause.
#include "host/verify/npy.hpp"

#include <string>

#include <doctest/doctest.h>

#include "tests/support/temporary_folder.hpp"

using namespace byom;
using byom::test::TemporaryFolder;

namespace {

// The message about a file of version 2 with this header and these elements; empty: it is read.
std::string complaint(const std::string& header, const std::string& elements) {
  const TemporaryFolder folder;
  std::string bytes("\x93NUMPY\x02\x00", 8);
  for (const int shift : {0, 8, 16, 24}) bytes += static_cast<char>(header.size() >> shift & 255U);
  const std::filesystem::path file = folder.write("x.npy", bytes + header + elements);
  const auto tensor = verify::read_npy(file);
  if (tensor) return "";
  const std::string where = "--input file " + file.string() + ": ";
  CHECK(tensor.error().text.starts_with(where));
  return tensor.error().text.substr(where.size());
}

std::string header(const std::string& descr, const std::string& shape, const std::string& fortran = "False") {
  return "{'descr': " + descr + ", 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
}

const std::string misread = "has a header that is not understood: ";

}  // namespace

TEST_CASE("A .npy file that was written is read as the same tensor") {
  const TemporaryFolder folder;
  for (const std::vector<std::int64_t>& shape :
       std::vector<std::vector<std::int64_t>>{{}, {3}, {2, 0, 5}, {2, 3}}) {
    ir::Tensor tensor = ir::make_tensor(BYOM_FLOAT, shape);
    for (std::int64_t i = 0; i < tensor.count(); ++i)
      reinterpret_cast<float*>(ir::writable(tensor))[i] = static_cast<float>(i) + 0.5F;
    REQUIRE(verify::write_npy(folder.path() / "x.npy", tensor));
    const auto back = verify::read_npy(folder.path() / "x.npy");
    REQUIRE(back);
    CHECK(ir::same_content(*back, tensor));
  }
  CHECK_FALSE(verify::write_npy(folder.path() / "x.npy", ir::make_tensor(BYOM_BFLOAT16, {1})));
}

TEST_CASE("Strings are written in equal lengths and read as they were") {
  const TemporaryFolder folder;
  const std::vector<std::string> texts = {"", "größe", "\U0001F642 and \u20AC", std::string("a\0b", 3)};
  for (const ir::Tensor& tensor :
       {ir::make_strings(texts, {2, 2}), ir::make_strings(std::vector<std::string>{"x"}, {}),
        ir::make_strings(std::vector<std::string>{}, {0}),
        ir::make_strings(std::vector<std::string>{""}, {1})}) {
    REQUIRE(verify::write_npy(folder.path() / "x.npy", tensor));
    const auto back = verify::read_npy(folder.path() / "x.npy");
    REQUIRE(back);
    CHECK(ir::same_content(*back, tensor));
  }
}

TEST_CASE("What NumPy cannot hold is told") {
  CHECK(verify::npy_holds(BYOM_STRING));
  CHECK_FALSE(verify::npy_holds(BYOM_BFLOAT16));
  CHECK(verify::npy_content(ir::make_tensor(BYOM_BFLOAT16, {1})).error().text ==
        "NumPy has no type bfloat16");
  const std::vector<std::string> damaged = {"a", "\xff"};
  CHECK(verify::npy_content(ir::make_strings(damaged, {2})).error().text ==
        "the string '\\xff' is not UTF-8");
}

TEST_CASE("A .npy file is read, whatever the spaces of its header") {
  const std::string elements(12, '\0');
  CHECK(complaint(header("'<f4'", "(3,)"), elements).empty());
  CHECK(complaint(header("'<f4'", "( 1,3 )"), elements).empty());
  CHECK(complaint("{'shape':(3,),'fortran_order':False,'descr':'<f4'}", elements).empty());
  CHECK(complaint(header(std::string(1000000, ' ') + "'<f4'", "(3,)"), elements).empty());
}

TEST_CASE("A .npy file that cannot be used is told with the cause") {
  const std::string elements(12, '\0');
  CHECK(complaint("", elements) == misread + "''.");
  CHECK(complaint("{}", elements) == misread + "'{}'.");
  CHECK(complaint(header("[('a', '<f4')]", "(3,)"), elements).starts_with(misread));
  CHECK(complaint(header("'<f4'", "(3"), elements).starts_with(misread));
  CHECK(complaint(header("'<f4'", "(-3,)"), elements).starts_with(misread));
  CHECK(complaint(header("'<f4'", "(99999999999999999999,)"), elements).starts_with(misread));
  std::string ones;
  for (int i = 0; i < 1000000; ++i) ones += "1, ";
  CHECK(complaint(header("'<f4'", "(" + ones + ")"), elements).starts_with(misread));
  CHECK(complaint(header("'<f4'", "(4,)"), elements) ==
        "is truncated: its shape [4] needs more bytes than it has.");
  CHECK(complaint(header("'<f4'", "(4294967296, 4294967296)"), elements).starts_with("is truncated"));
  CHECK(complaint(header("'<f4'", "(3,)", "True"), elements).starts_with("is in Fortran order"));
  CHECK(complaint(header("'>f4'", "(3,)"), elements) ==
        "holds elements of type '>f4', which no input takes.");
  CHECK(complaint(header("'<U0'", "(3,)"), elements) ==
        "holds elements of type '<U0', which no input takes.");
  CHECK(complaint(header("'<U4294967295'", "(3,)"), elements).starts_with("is truncated"));
  CHECK(complaint(header("'<U1'", "(3,)"), std::string("\0\xd8\0\0", 4) + elements) ==
        "holds 55296 for a character, which Unicode lacks.");
  CHECK(complaint(header("'<U1'", "(3,)"), std::string("\0\0\x11\0", 4) + elements) ==
        "holds 1114112 for a character, which Unicode lacks.");
}
