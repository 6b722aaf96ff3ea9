// The bytes of the ZIP archives that are written.
#include "host/archive/zip_writer.hpp"

#include <doctest/doctest.h>

#include "host/archive/memory.hpp"
#include "host/archive/test_support.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

using namespace test;

std::uint64_t number(const std::string& all, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(all[at + i]);
  return value;
}

TEST_CASE("A small archive has exactly the bytes that APPNOTE and our profile say") {
  MemorySink sink;
  ZipWriter zip(sink);
  REQUIRE(zip.add("a", bytes("123456789")));
  REQUIRE(zip.finish());
  // CRC-32 of "123456789" is cbf43926, the check value that catalogues of CRCs publish.
  CHECK((sink.content() == from_hex("504b0304"  // local header: version 1.0, UTF-8, stored, 1980-01-01 00:00
                                    "0a00"
                                    "0008"
                                    "0000"
                                    "0000"
                                    "2100"
                                    "2639f4cb"
                                    "09000000"
                                    "09000000"
                                    "0100"
                                    "0000"
                                    "61"
                                    "313233343536373839"
                                    "504b0102"  // directory: made on Unix by version 4.5, mode 0100644
                                    "2d03"
                                    "0a00"
                                    "0008"
                                    "0000"
                                    "0000"
                                    "2100"
                                    "2639f4cb"
                                    "09000000"
                                    "09000000"
                                    "0100"
                                    "0000"
                                    "0000"
                                    "0000"
                                    "0000"
                                    "0000a481"
                                    "00000000"
                                    "61"
                                    "504b0506"  // end: one member, directory of 47 bytes at 40
                                    "0000"
                                    "0000"
                                    "0100"
                                    "0100"
                                    "2f000000"
                                    "28000000"
                                    "0000")));
}

TEST_CASE("Large members start at a multiple of 64 bytes, small ones have no extra field") {
  for (std::size_t name_size = 1; name_size < 70; ++name_size) {
    MemorySink sink;
    ZipWriter zip(sink);
    REQUIRE(zip.add("small", noise(65535)));
    const std::size_t at = sink.position();
    REQUIRE(zip.add(std::string(name_size, 'n'), noise(65536, 9)));
    const std::string all = text(sink.content());
    CHECK(number(all, 28, 2) == 0);
    const std::size_t content_at = at + 30 + name_size + number(all, at + 28, 2);
    CHECK(content_at % 64 == 0);
    CHECK((bytes(all.substr(content_at)) == noise(65536, 9)));
    CHECK(number(all, at + 30 + name_size, 2) == 0xD935);
    CHECK(number(all, at + 30 + name_size + 2, 2) + 4 == number(all, at + 28, 2));
    CHECK(number(all, at + 30 + name_size + 4, 2) == 64);
  }
}

TEST_CASE("65535 members and more are counted by the ZIP64 record") {
  MemorySink sink;
  ZipWriter zip(sink);
  for (int i = 0; i < 65535; ++i) REQUIRE(zip.add(std::to_string(i), {}));
  REQUIRE(zip.finish());
  const std::string all = text(sink.content());
  const std::size_t end = all.size() - 22;
  CHECK(number(all, end, 4) == 0x06054b50);
  CHECK(number(all, end + 10, 2) == 0xFFFF);
  CHECK(number(all, end - 20, 4) == 0x07064b50);
  CHECK(number(all, end - 20 + 8, 8) == end - 76);
  CHECK(number(all, end - 76, 4) == 0x06064b50);
  CHECK(number(all, end - 76 + 4, 8) == 44);
  CHECK(number(all, end - 76 + 32, 8) == 65535);
}

TEST_CASE("Sizes and order that were not announced are our own mistake") {
  MemorySink sink;
  ZipWriter zip(sink);
  CHECK(zip.write(bytes("x")).error().code == exit_bug);
  CHECK(zip.end().error().code == exit_bug);
  REQUIRE(zip.begin("a", 2));
  CHECK(zip.begin("b", 0).error().code == exit_bug);
  CHECK(zip.write(bytes("xyz")).error().code == exit_bug);
  REQUIRE(zip.write(bytes("x")));
  CHECK(zip.end().error().code == exit_bug);
  CHECK(zip.finish().error().code == exit_bug);
  REQUIRE(zip.write(bytes("y")));
  REQUIRE(zip.end());
}

TEST_CASE("Names that no reader would accept are refused") {
  MemorySink sink;
  ZipWriter zip(sink);
  REQUIRE(zip.add("a/\xC3\xA9", {}));
  const auto refused = [&](const std::string& name) {
    const auto result = zip.add(name, {});
    REQUIRE(!result);
    CHECK(result.error().code == exit_usage);
    return result.error().text;
  };
  CHECK(refused("a/\xC3\xA9") == "two files of the archive have the name 'a/\xC3\xA9'");
  CHECK(refused("../a") == "no file in an archive can have the name '../a': it has a '..' part");
  CHECK(refused("a/./b").find("it has a '.' part") != std::string::npos);
  CHECK(refused("/a").find("it is an absolute path") != std::string::npos);
  CHECK(refused("a//b").find("it has an empty part") != std::string::npos);
  CHECK(refused("a/").find("it has an empty part") != std::string::npos);
  CHECK(refused("").find("it is empty") != std::string::npos);
  CHECK(refused("a\\b").find("it has a backslash") != std::string::npos);
  CHECK(refused(std::string("a\0b", 3)).find("it has a control character") != std::string::npos);
  CHECK(refused("a\x7F").find("it has a control character") != std::string::npos);
  CHECK(refused(std::string(65535, 'a')).find("it is longer") != std::string::npos);
  // Not UTF-8: a lone continuation, shortened forms, a surrogate, above U+10FFFF, cut off.
  for (const char* bad :
       {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3", "\xFF"})
    CHECK(refused(bad).find("it is not UTF-8") != std::string::npos);
  CHECK(zip.add("\xED\x9F\xBF\xF4\x8F\xBF\xBF\xE0\xA0\x80", {}));
}

}  // namespace
}  // namespace byom::archive
