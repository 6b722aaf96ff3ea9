// The ELF reader: what it finds in real libraries, and that a damaged one is refused and never followed
// astray.
#include "host/laws/elf_file.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

using namespace byom;
using laws::read_elf;

namespace {

std::string bytes_of(const std::string& fixture) {
  std::ifstream file(TAO_BYOM_FIXTURE_PLUGINS "/" + fixture, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Result<laws::ElfFile> read(const std::string& bytes) {
  return read_elf(std::as_bytes(std::span(bytes)));
}

}  // namespace

TEST_CASE("ELF: a plugin without fault") {
  const auto elf = read(bytes_of("broken/libfaultless.so"));
  REQUIRE(elf);
  CHECK(elf->machine == laws::our_elf_machine());
  REQUIRE(elf->exported.size() == 1);
  CHECK(elf->exported[0].name == "byom_plugin_entry_v1");
  CHECK(elf->nodelete);
  CHECK_FALSE(elf->executable_stack);
  CHECK_FALSE(elf->text_relocations);
  CHECK_FALSE(elf->writable_code);
  CHECK(elf->search.empty());
  // A sanitizer's library, in a build of its preset, brings others.
  const bool sanitized = std::ranges::any_of(
      elf->needed, [](const std::string& name) { return name.find("san.so") != std::string::npos; });
  CHECK(elf->needed.empty() != sanitized);
}

TEST_CASE("ELF: the libraries that a plugin needs") {
  const auto elf = read(bytes_of("broken/libneeds_protobuf.so"));
  REQUIRE(elf);
  CHECK(std::ranges::any_of(elf->needed,
                            [](const std::string& name) { return name.starts_with("libprotobuf"); }));
}

TEST_CASE("ELF: cut anywhere, and with any byte of its headers changed, it is read or refused") {
  const std::string whole = bytes_of("broken/libfaultless.so");
  REQUIRE(whole.size() > 4096);
  CHECK_FALSE(read(whole.substr(0, 63)));
  for (std::size_t length = 0; length < whole.size(); length += 97) (void)read(whole.substr(0, length));
  for (std::size_t at = 0; at < 1024; ++at) {
    std::string changed = whole;
    for (const char value : {'\x00', '\x7f', '\xff'}) {
      changed[at] = value;
      (void)read(changed);
    }
  }
  CHECK_FALSE(
      read("\x7f"
           "ELF"));
  CHECK_FALSE(read(""));
}
