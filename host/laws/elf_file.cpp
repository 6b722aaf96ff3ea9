// ELF64 by its program headers and dynamic section, as the dynamic linker reads it: section headers may be
// gone. Every offset and count is checked before it is followed.
#include "host/laws/elf_file.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <optional>
#include <string_view>

#include <elf.h>

#include "host/support/exit.hpp"

namespace byom::laws {
namespace {

class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  Result<ElfFile> read() {
    BYOM_CHECK_OK(read_header());
    BYOM_CHECK_OK(read_segments());
    BYOM_CHECK_OK(read_dynamic());
    BYOM_CHECK_OK(read_names());
    BYOM_CHECK_OK(read_symbols());
    std::ranges::sort(file_.exported, {}, &ElfSymbol::name);
    return std::move(file_);
  }

 private:
  static Error damaged(const std::string& what) { return fail(exit_plugin, "the file is damaged: " + what); }

  template <class T>
  [[nodiscard]] std::optional<T> at(std::uint64_t offset) const {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, bytes_.data() + offset, sizeof value);
    return value;
  }

  Result<Done> read_header() {
    const auto header = at<Elf64_Ehdr>(0);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
      return fail(exit_plugin, "this is no ELF file");
    if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB)
      return fail(exit_plugin, "this is no ELF file of 64 bits with the low byte first");
    if (header->e_phentsize != sizeof(Elf64_Phdr) && header->e_phnum > 0)
      return damaged("its program headers have an unknown size");
    header_ = *header;
    file_.machine = header->e_machine;
    file_.type = header->e_type;
    return done;
  }

  Result<Done> read_segments() {
    file_.executable_stack = true;  // what the dynamic linker takes a missing PT_GNU_STACK for
    for (std::uint64_t i = 0; i < header_.e_phnum; ++i) {
      // The sum may wrap round: then it lies before the headers, and what is read there is not believed
      // either.
      const auto segment = at<Elf64_Phdr>(header_.e_phoff + i * sizeof(Elf64_Phdr));
      if (!segment) return damaged("its program headers lead out of it");
      if (segment->p_type == PT_GNU_STACK) file_.executable_stack = (segment->p_flags & PF_X) != 0;
      if (segment->p_type == PT_DYNAMIC) dynamic_ = *segment;
      if (segment->p_type != PT_LOAD) continue;
      if (segment->p_offset > bytes_.size() || segment->p_filesz > bytes_.size() - segment->p_offset)
        return damaged("a segment leads out of it");
      loaded_.push_back(*segment);
      if ((segment->p_flags & PF_W) != 0 && (segment->p_flags & PF_X) != 0) file_.writable_code = true;
    }
    return done;
  }

  Result<Done> read_dynamic() {
    if (dynamic_.p_type != PT_DYNAMIC) return fail(exit_plugin, "it has no dynamic section");
    for (std::uint64_t i = 0; i < dynamic_.p_filesz / sizeof(Elf64_Dyn); ++i) {
      const auto entry = at<Elf64_Dyn>(dynamic_.p_offset + i * sizeof(Elf64_Dyn));
      if (!entry) return damaged("its dynamic section leads out of it");
      if (entry->d_tag == DT_NULL) break;
      if (entry->d_tag == DT_NEEDED)
        needed_.push_back(entry->d_un.d_val);
      else if (entry->d_tag == DT_RUNPATH || entry->d_tag == DT_RPATH)
        paths_.push_back(entry->d_un.d_val);
      else
        entries_[entry->d_tag] = entry->d_un.d_val;
    }
    file_.nodelete = (entry(DT_FLAGS_1) & DF_1_NODELETE) != 0;
    file_.text_relocations = entries_.contains(DT_TEXTREL) || (entry(DT_FLAGS) & DF_TEXTREL) != 0;
    return done;
  }

  [[nodiscard]] std::uint64_t entry(std::int64_t tag) const {
    const auto found = entries_.find(tag);
    return found == entries_.end() ? 0 : found->second;
  }

  // Where the file has what will lie at an address.
  [[nodiscard]] std::optional<std::uint64_t> offset_of(std::uint64_t address) const {
    for (const Elf64_Phdr& segment : loaded_)
      if (address >= segment.p_vaddr && address - segment.p_vaddr < segment.p_filesz)
        return segment.p_offset + (address - segment.p_vaddr);
    return std::nullopt;
  }

  Result<std::string> name_at(std::uint64_t index) const {
    const auto table = offset_of(entry(DT_STRTAB));
    const std::uint64_t size = entry(DT_STRSZ);
    if (!table || size > bytes_.size() - *table || index >= size)
      return damaged("a name lies outside its table");
    const std::string_view names(reinterpret_cast<const char*>(bytes_.data() + *table), size);
    const std::size_t end = names.find('\0', index);
    if (end == std::string_view::npos) return damaged("a name has no end");
    // Names may overlap: without a limit a small file could ask for much memory.
    return std::string(names.substr(index, std::min<std::size_t>(end - index, 4096)));
  }

  Result<Done> read_names() {
    for (const std::uint64_t index : needed_) {
      BYOM_TRY(std::string name, name_at(index));
      file_.needed.push_back(std::move(name));
    }
    for (const std::uint64_t index : paths_) {
      BYOM_TRY(const std::string list, name_at(index));
      for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(':', begin), list.size());
        file_.search.push_back(list.substr(begin, end - begin));
        begin = end + 1;
      }
    }
    return done;
  }

  // No entry says how many symbols there are; the hash tables do.
  Result<std::uint64_t> symbol_count() const {
    if (const auto table = offset_of(entry(DT_HASH)); table && entries_.contains(DT_HASH)) {
      const auto counts = at<std::array<std::uint32_t, 2>>(*table);
      if (!counts) return damaged("its hash table is cut off");
      return std::uint64_t{(*counts)[1]};
    }
    const auto table = offset_of(entry(DT_GNU_HASH));
    if (!table || !entries_.contains(DT_GNU_HASH)) return damaged("it has no hash table");
    const auto head = at<std::array<std::uint32_t, 4>>(*table);  // buckets, first symbol, filter words, shift
    if (!head) return damaged("its hash table is cut off");
    const std::uint64_t buckets = *table + sizeof *head + std::uint64_t{(*head)[2]} * 8;
    std::uint64_t last = 0;
    for (std::uint64_t b = 0; b < (*head)[0]; ++b) {
      const auto first = at<std::uint32_t>(buckets + b * 4);
      if (!first) return damaged("its hash table is cut off");
      last = std::max<std::uint64_t>(last, *first);
    }
    if (last < (*head)[1]) return std::uint64_t{(*head)[1]};
    const std::uint64_t chains = buckets + std::uint64_t{(*head)[0]} * 4;
    for (;; ++last) {
      const auto hash = at<std::uint32_t>(chains + (last - (*head)[1]) * 4);
      if (!hash) return damaged("its hash table is cut off");
      if ((*hash & 1) != 0) return last + 1;  // the end of the last chain
    }
  }

  Result<Done> read_symbols() {
    const auto table = offset_of(entry(DT_SYMTAB));
    if (!table || entry(DT_SYMENT) != sizeof(Elf64_Sym)) return damaged("it has no table of symbols");
    BYOM_TRY(const std::uint64_t count, symbol_count());
    for (std::uint64_t i = 1; i < count; ++i) {  // number 0 stands for "none"
      const auto symbol = at<Elf64_Sym>(*table + i * sizeof(Elf64_Sym));
      if (!symbol) return damaged("its table of symbols is cut off");
      const unsigned bind = ELF64_ST_BIND(symbol->st_info),
                     visibility = ELF64_ST_VISIBILITY(symbol->st_other);
      if (symbol->st_shndx == SHN_UNDEF || bind == STB_LOCAL) continue;
      if (visibility == STV_HIDDEN || visibility == STV_INTERNAL) continue;
      BYOM_TRY(std::string name, name_at(symbol->st_name));
      file_.exported.push_back({std::move(name), bind == STB_GNU_UNIQUE});
    }
    return done;
  }

  std::span<const std::byte> bytes_;
  ElfFile file_;
  Elf64_Ehdr header_{};
  Elf64_Phdr dynamic_{};
  std::vector<Elf64_Phdr> loaded_;
  std::map<std::int64_t, std::uint64_t> entries_;  // of the dynamic section, by tag
  std::vector<std::uint64_t> needed_, paths_;
};

}  // namespace

Result<ElfFile> read_elf(std::span<const std::byte> bytes) {
  return Reader(bytes).read();
}

std::uint16_t our_elf_machine() {
#if defined(__x86_64__)
  return EM_X86_64;
#elif defined(__aarch64__)
  return EM_AARCH64;
#else
  return EM_NONE;
#endif
}

}  // namespace byom::laws
