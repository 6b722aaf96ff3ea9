// What the headers of a shared library say, read without opening it and without believing them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <byom/result.hpp>

namespace byom::laws {

struct ElfSymbol {
  std::string name;
  bool unique = false;  // STB_GNU_UNIQUE: one object for all libraries of the process
};

struct ElfFile {
  std::uint16_t machine = 0, type = 0;  // EM_*, ET_*
  std::vector<ElfSymbol> exported;      // defined dynamic symbols, sorted by name
  std::vector<std::string> needed;      // DT_NEEDED
  std::vector<std::string> search;      // the folders of DT_RUNPATH and DT_RPATH
  bool nodelete = false;
  bool text_relocations = false;  // the dynamic linker would write into code
  bool executable_stack = false;
  bool writable_code = false;  // a segment that may be written and executed
};

// Errors (exit_plugin, one clause without the file's name): no ELF file of 64 bits and little-endian, cut
// short, or with a table that leads out of the file.
Result<ElfFile> read_elf(std::span<const std::byte> bytes);

// EM_* of the machine this program was built for; 0 where it is unknown.
std::uint16_t our_elf_machine();

}  // namespace byom::laws
