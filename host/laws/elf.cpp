// Laws: what the library's file may be, so that it can live with the host and other plugins in one process.
#include <algorithm>

#include <elf.h>

#include "host/laws/elf_file.hpp"
#include "host/laws/laws.hpp"
#include "host/support/join.hpp"
#include "host/support/mapped_file.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::laws {
namespace {

constexpr const char* helper = "tao_byom_add_plugin";

template <class Judge>
void judge_file(const Target& target, Report& report, const Judge& judge) {
  report.doing("reading the library's file");
  const auto file = MappedFile::open(target.manifest.library);
  if (!file) return report.fail(file.error().text);
  const auto elf = read_elf((*file)->bytes());
  if (!elf) return report.fail(elf.error().text);
  judge(*elf);
}

// The first ones, so that a library that exports everything does not fill the screen.
std::string shown(std::vector<std::string> names) {
  constexpr std::size_t most = 5;
  const std::size_t more = names.size() > most ? names.size() - most : 0;
  names.resize(names.size() - more);
  for (std::string& name : names) name = byom::quoted(name, 80);
  const std::string text = join(names, ", ");
  return more > 0 ? text + " and " + std::to_string(more) + " more" : text;
}

}  // namespace

void machine(const Target& target, Report& report) {
  judge_file(target, report, [&](const ElfFile& elf) {
    if (elf.type != ET_DYN) report.fail("the file is no shared library");
    if (our_elf_machine() != 0 && elf.machine != our_elf_machine())
      report.fail("the library was built for machine number " + std::to_string(elf.machine) +
                  ", this one is " + std::to_string(our_elf_machine()));
  });
}

void exports(const Target& target, Report& report) {
  judge_file(target, report, [&](const ElfFile& elf) {
    std::vector<std::string> others;
    for (const ElfSymbol& symbol : elf.exported)
      if (!symbol.name.starts_with("byom_plugin_entry_v") && !symbol.unique) others.push_back(symbol.name);
    if (!others.empty())
      report.fail("it exports " + shown(others) +
                  ", which may meet the same name of another library; hide them (" + helper + " does)");
  });
}

void statics(const Target& target, Report& report) {
  judge_file(target, report, [&](const ElfFile& elf) {
    std::vector<std::string> unique;
    for (const ElfSymbol& symbol : elf.exported)
      if (symbol.unique) unique.push_back(symbol.name);
    if (!unique.empty())
      report.fail("it shares " + shown(unique) +
                  " with every library of the process; compile with -fno-gnu-unique (" + helper + " does)");
  });
}

void libraries(const Target& target, Report& report) {
  judge_file(target, report, [&](const ElfFile& elf) {
    for (const std::string& name : elf.needed)
      if (name.starts_with("libprotobuf") || name.starts_with("libonnx"))
        report.fail("it needs " + byom::quoted(name) +
                    ", which the host may have in another version; a plugin sees nodes through the SDK only");
  });
}

void paths(const Target& target, Report& report) {
  judge_file(target, report, [&](const ElfFile& elf) {
    for (const std::string& name : elf.needed)
      if (name.find('/') != std::string::npos)
        report.fail("it needs the library " + byom::quoted(name) +
                    " by its path, which other machines do not have");
    for (const std::string& folder : elf.search)
      if (!folder.starts_with("$ORIGIN") && !folder.starts_with("${ORIGIN}"))
        report.fail("it looks for libraries in " + byom::quoted(folder) +
                    " (RUNPATH), a folder of the machine that built it; begin it with $ORIGIN");
  });
}

void code(const Target& target, Report& report) {
  judge_file(target, report, [&](const ElfFile& elf) {
    if (elf.executable_stack)
      report.fail(
          "it makes the stack of the process executable; link without -z execstack, and give assembly "
          "files a .note.GNU-stack section");
    if (elf.text_relocations)
      report.fail("its code is changed when it is loaded (text relocations); compile with -fPIC");
    if (elf.writable_code) report.fail("it has a segment that may be written and executed");
  });
}

void nodelete(const Target& target, Report& report) {
  judge_file(target, report, [&](const ElfFile& elf) {
    if (!elf.nodelete)
      report.fail(std::string("it may be unmapped while its tables are in use; link with -z nodelete (") +
                  helper + " does)");
  });
}

}  // namespace byom::laws
