// Opening of plugins with Boost.DLL, and the checks that come before and after.
#include "host/registry/load_plugin.hpp"

#define BOOST_DLL_USE_STD_FS
#include <algorithm>
#include <array>
#include <bit>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <boost/dll/shared_library.hpp>
#include <dlfcn.h>
#include <elf.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#include "host/support/call_in_progress.hpp"
#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"

namespace byom::registry {
namespace {

#if defined(__x86_64__)
constexpr std::uint16_t our_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr std::uint16_t our_machine = EM_AARCH64;
#else
constexpr std::uint16_t our_machine = EM_NONE;  // unknown here: the dynamic linker decides
#endif

std::string machine_name(std::uint16_t machine) {
  switch (machine) {
    case EM_X86_64:
      return "x86-64";
    case EM_386:
      return "32-bit x86";
    case EM_AARCH64:
      return "64-bit ARM";
    case EM_ARM:
      return "32-bit ARM";
    case EM_RISCV:
      return "RISC-V";
    case EM_PPC64:
      return "64-bit PowerPC";
    case EM_S390:
      return "s390";
    default:
      return "machine number " + std::to_string(machine);
  }
}

// What a file that is no ELF file seems to be, from its first bytes.
std::string looks_like(const std::string& head) {
  if (head.empty()) return "it is empty";
  if (head.starts_with("!<arch>")) return "it is a static library (.a); link it as a shared one";
  if (head.starts_with("PK\x03\x04")) return "it is a ZIP archive";
  if (head.starts_with("MZ")) return "it is a Windows library";
  if (head.starts_with("\xcf\xfa\xed\xfe") || head.starts_with("\xca\xfe\xba\xbe"))
    return "it is a macOS library";
  if (head.starts_with("#!")) return "it is a script";
  if (head.starts_with("INPUT(") || head.starts_with("/* GNU ld script"))
    return "it is a linker script; name the library it points to";
  for (const char c : head)
    if (static_cast<unsigned char>(c) < 9) return "its first bytes are unknown";
  return "it is a text; name the .so that the plugin's build makes";
}

// Memory behind the end of a file cannot be read: a library that a copy has cut short would end the program.
Result<Done> check_length(const std::string& path, std::ifstream& stream, const Elf64_Ehdr& header) {
  stream.clear();
  stream.seekg(0, std::ios::end);
  const auto length = static_cast<std::uint64_t>(stream.tellg());
  std::uint64_t needed = header.e_phoff + std::uint64_t{header.e_phnum} * sizeof(Elf64_Phdr);
  stream.seekg(static_cast<std::streamoff>(header.e_phoff));
  for (int i = 0; i < header.e_phnum && needed <= length; ++i) {
    std::array<char, sizeof(Elf64_Phdr)> bytes{};
    stream.read(bytes.data(), bytes.size());
    const auto part = std::bit_cast<Elf64_Phdr>(bytes);
    needed = std::max<std::uint64_t>(needed, part.p_offset + part.p_filesz);
  }
  if (needed <= length) return done;
  return fail(exit_plugin, path + ": the library is cut off: it has " + std::to_string(length) +
                               " bytes and needs " + std::to_string(needed) + "; copy or build it anew.");
}

// The ELF header tells the machine; dlopen would say "cannot open shared object file" or worse.
Result<Done> check_elf(const Manifest& manifest) {
  const std::string path = manifest.library.string();
  std::string head(sizeof(Elf64_Ehdr), '\0');
  std::ifstream stream(manifest.library, std::ios::binary);
  if (!stream) return fail(exit_plugin, path + ": the library cannot be read: " + std::strerror(errno) + ".");
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(stream.gcount()));
  if (!head.starts_with(ELFMAG))
    return fail(exit_plugin, path + ": this is no shared library: " + looks_like(head) + ".");
  Elf64_Ehdr header{};
  std::memcpy(&header, head.data(), head.size());
  if (head.size() < sizeof header)
    return fail(exit_plugin, path + ": the library is cut off after its first bytes.");
  if (our_machine != EM_NONE && header.e_machine != our_machine)
    return fail(exit_plugin, path + ": the library was built for " + machine_name(header.e_machine) +
                                 ", this is a machine of kind " + machine_name(our_machine) +
                                 "; build the plugin here.");
  if (header.e_type == ET_REL)
    return fail(exit_plugin, path + ": this is an object file (.o); link it as a shared library.");
  return check_length(path, stream, header);
}

// Includes whether the operating system keeps the registers (XCR0), which CPUID alone does not say.
const std::map<std::string, bool>& cpu_features() {
#if defined(__x86_64__)
  static const std::map<std::string, bool> features = {
      {"sse3", __builtin_cpu_supports("sse3")},
      {"ssse3", __builtin_cpu_supports("ssse3")},
      {"sse4.1", __builtin_cpu_supports("sse4.1")},
      {"sse4.2", __builtin_cpu_supports("sse4.2")},
      {"popcnt", __builtin_cpu_supports("popcnt")},
      {"avx", __builtin_cpu_supports("avx")},
      {"avx2", __builtin_cpu_supports("avx2")},
      {"fma", __builtin_cpu_supports("fma")},
      {"fma4", __builtin_cpu_supports("fma4")},
      {"xop", __builtin_cpu_supports("xop")},
      {"bmi", __builtin_cpu_supports("bmi")},
      {"bmi2", __builtin_cpu_supports("bmi2")},
      {"avx512f", __builtin_cpu_supports("avx512f")},
      {"avx512vl", __builtin_cpu_supports("avx512vl")},
      {"avx512bw", __builtin_cpu_supports("avx512bw")},
      {"avx512dq", __builtin_cpu_supports("avx512dq")},
      {"avx512cd", __builtin_cpu_supports("avx512cd")},
      {"avx512vnni", __builtin_cpu_supports("avx512vnni")},
      {"avx512bf16", __builtin_cpu_supports("avx512bf16")},
  };
#else
  static const std::map<std::string, bool> features;
#endif
  return features;
}

Result<Done> check_cpu(const Manifest& manifest) {
  std::vector<std::string> unknown, lacking, known;
  for (const auto& [feature, there] : cpu_features()) known.push_back(feature);
  for (const std::string& feature : manifest.cpu) {
    const auto found = cpu_features().find(feature);
    if (found == cpu_features().end())
      unknown.push_back(feature);
    else if (!found->second)
      lacking.push_back(feature);
  }
  if (unknown.empty() && lacking.empty()) return done;
  std::string text = "plugin '" + manifest.id + "' (" + manifest.file.string() + ") needs ";
  if (!lacking.empty())
    text += quoted_list(lacking, "and") +
            " of the processor, which this machine lacks; use a build of the plugin "
            "without it";
  if (!unknown.empty())
    text += (lacking.empty() ? "" : "; and ") + quoted_list(unknown, "and") +
            " of the processor, which tao_byom does not know" +
            (unknown.size() > 1 ? "" : did_you_mean(unknown[0], known)) +
            "; correct CPU of tao_byom_add_plugin";
  return fail(exit_plugin, text + ".");
}

std::string wrong_major(const std::string& library, std::uint32_t theirs) {
  const std::string ours = std::to_string(BYOM_ABI_MAJOR);
  return library + ": the plugin was built for plugin interface " + std::to_string(theirs) +
         ", this tao_byom has interface " + ours + "; " +
         (theirs > BYOM_ABI_MAJOR ? "update tao_byom, or rebuild the plugin with this version's SDK."
                                  : "rebuild the plugin with this version's SDK.");
}

std::string wrong_minor(const std::string& library, std::uint32_t needed, std::uint32_t built,
                        std::uint32_t ours) {
  const std::string major = std::to_string(BYOM_ABI_MAJOR) + ".";
  return library + ": the plugin needs at least plugin interface " + major + std::to_string(needed) +
         " (it was built with " + major + std::to_string(built) + "), this tao_byom has " + major +
         std::to_string(ours) + "; update tao_byom, or rebuild the plugin so that it needs less.";
}

// What the manifest already says about the interface, so that no code of the library runs in vain.
Result<Done> check_promised_abi(const Manifest& manifest, std::uint32_t our_minor) {
  if (manifest.abi_major != BYOM_ABI_MAJOR)
    return fail(exit_plugin, wrong_major(manifest.library.string(), manifest.abi_major));
  if (manifest.abi_needed > our_minor)
    return fail(exit_plugin,
                wrong_minor(manifest.library.string(), manifest.abi_needed, manifest.abi_built, our_minor));
  return done;
}

// A library linked with -ffast-math switches denormal numbers off in the thread that opens it.
class FloatMode {
 public:
#if defined(__x86_64__)
  FloatMode() : before_(_mm_getcsr()) {}
  // Puts the mode back; true when it had been changed (its low six bits are exception flags, not mode).
  [[nodiscard]] bool restore() const {
    const bool changed = ((_mm_getcsr() ^ before_) & ~0x3fu) != 0;
    _mm_setcsr(before_);
    return changed;
  }

 private:
  unsigned before_;
#else
  [[nodiscard]] bool restore() const {
    return false;
  }
#endif
};

std::string way_out(const std::string& cause) {
  if (cause.find("undefined symbol") != std::string::npos)
    return " Link what it uses into it; tao_byom_add_plugin finds such a gap while linking.";
  if (cause.find("GLIBC") != std::string::npos)
    return " It was built on a newer system; build the plugin here.";
  if (cause.find("cannot open shared object") != std::string::npos)
    return " Install the library it uses, or link that into the plugin.";
  return "";
}

// The libraries stay mapped for ever: boost closes one when its object is destroyed.
Result<boost::dll::shared_library*> open(const std::filesystem::path& library) {
  static auto& opened = *new std::vector<std::unique_ptr<boost::dll::shared_library>>;
  auto object = std::make_unique<boost::dll::shared_library>();
  std::error_code problem;
  namespace load_mode = boost::dll::load_mode;
  object->load(library, problem, load_mode::rtld_now | load_mode::rtld_local);
  if (problem) {
    const char* text = dlerror();
    const std::string cause = text == nullptr ? problem.message() : text;
    return fail(exit_plugin,
                library.string() + ": the library cannot be opened: " + cause + "." + way_out(cause));
  }
  opened.push_back(std::move(object));
  return opened.back().get();
}

using EntryFunction = const byom_plugin*(const byom_host*, byom_ctx*);
struct Entry {
  EntryFunction* call = nullptr;
};

std::string entry_name(unsigned major) {
  return "byom_plugin_entry_v" + std::to_string(major);
}

Result<Entry> find_entry(const boost::dll::shared_library& library, const std::string& path) {
  if (library.has(entry_name(BYOM_ABI_MAJOR)))
    return Entry{&library.get<EntryFunction>(entry_name(BYOM_ABI_MAJOR))};
  for (unsigned major = 0; major < 10; ++major)
    if (library.has(entry_name(major))) return fail(exit_plugin, wrong_major(path, major));
  return fail(exit_plugin, path +
                               ": this is a shared library but no plugin of tao_byom: it does not export " +
                               entry_name(BYOM_ABI_MAJOR) + ". Build it with tao_byom_add_plugin.");
}

// The table as a plugin of this major must give it.
Result<byom_plugin> take(const byom_plugin* theirs, const Manifest& manifest, const HostTables& host) {
  const std::string path = manifest.library.string();
  const std::string said = host.reported ? host.reported() : std::string();
  if (theirs == nullptr)
    return fail(exit_plugin,
                path + ": the plugin refused to start" +
                    (said.empty() ? " and did not say why (report() before returning NULL)." : ": " + said));
  if (theirs->size < offsetof(byom_plugin, self))
    return fail(exit_plugin,
                path + ": the plugin's table says it has " + std::to_string(theirs->size) +
                    " bytes, too few for any version of it; its first field must be sizeof(byom_plugin).");
  const byom_plugin table = copy_table(*theirs);
  if (table.abi_minor_needed > host.host->abi_minor)
    return fail(exit_plugin,
                wrong_minor(path, table.abi_minor_needed, table.abi_minor_built, host.host->abi_minor));
  const std::string id(table.id.n > 0 ? std::string(table.id.p, table.id.n) : std::string());
  if (id.empty())
    return fail(exit_plugin, path + ": the plugin's table has no id; give it one such as com.example.ops.");
  if (manifest.has_id && id != manifest.id)
    return fail(exit_plugin, manifest.file.string() + " describes the plugin '" + manifest.id + "', but " +
                                 path + " is the plugin '" + id +
                                 "'; write the manifest anew with byom-manifest.");
  return table;
}

}  // namespace

Result<Done> check_unmapped(const Manifest& manifest, std::uint32_t our_minor) {
  BYOM_CHECK_OK(check_files(manifest));
  BYOM_CHECK_OK(check_promised_abi(manifest, our_minor));
  BYOM_CHECK_OK(check_cpu(manifest));
  return check_elf(manifest);
}

Result<LoadedPlugin> load_plugin(const Manifest& manifest, const HostTables& host) {
  BYOM_CHECK_OK(check_unmapped(manifest, host.host->abi_minor));
  if (host.reported) host.reported();  // forgets what an earlier plugin said
  const FloatMode mode;
  const byom_plugin* theirs = nullptr;
  std::optional<CallInProgress> start(std::in_place, manifest.library.string() + ": the start of the plugin");
  auto library = open(manifest.library);
  if (library) {
    auto entry = find_entry(**library, manifest.library.string());
    if (entry)
      theirs = entry->call(host.host, host.load_context);
    else
      library = entry.error();
  }
  start.reset();
  const bool changed = mode.restore();
  BYOM_CHECK_OK(library);
  LoadedPlugin loaded;
  BYOM_TRY(loaded.table, take(theirs, manifest, host));
  if (changed)
    loaded.warning = "plugin '" + manifest.id +
                     "' changed the processor's floating-point mode while it was opened (" +
                     manifest.library.string() + " is linked with -ffast-math?); the mode was put back.";
  return loaded;
}

Result<Done> enter_library(const Manifest& manifest, const HostTables& host) {
  BYOM_TRY(const boost::dll::shared_library* library, open(manifest.library));
  BYOM_TRY(const Entry entry, find_entry(*library, manifest.library.string()));
  entry.call(host.host, host.load_context);
  return done;
}

}  // namespace byom::registry
