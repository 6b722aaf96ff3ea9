// Opening of libraries, with the fixtures of tests/support/plugins: what is taken over and what is refused.
#include "host/registry/load_plugin.hpp"

#include <doctest/doctest.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#include "host/support/exit.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace byom;
using namespace byom::registry;
using byom::test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

const fs::path fixtures = TAO_BYOM_FIXTURE_PLUGINS;
std::string said;

HostTables stub_tables() {
  static byom_host host{};
  host.size = sizeof host;
  host.abi_minor = BYOM_ABI_MINOR;
  host.report = [](byom_ctx*, byom_rc, byom_str text) noexcept { said.assign(text.p, text.n); };
  return {&host, nullptr, [] { return std::exchange(said, std::string()); }};
}

Manifest of(const fs::path& library) {
  Manifest manifest;
  manifest.file = library.parent_path() / "meta.json";
  manifest.library = library;
  manifest.folders = {library.parent_path()};
  manifest.id = library.stem().string();
  return manifest;
}

// The refusal, with the fixtures' folder spelled DIR.
std::string refusal(const Manifest& manifest) {
  const auto loaded = load_plugin(manifest, stub_tables());
  if (loaded) return "";
  CHECK(loaded.error().code == exit_plugin);
  std::string text = loaded.error().text;
  const std::string folder = manifest.folders[0].string();
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder))
    text.replace(at, folder.size(), "DIR");
  return text;
}

std::string refusal(const std::string& fixture) {
  return refusal(of(fixtures / fixture));
}

std::string to_text(byom_str text) {
  return {text.p, text.n};
}

}  // namespace

TEST_CASE("Loading: a plugin without fault gives its table") {
  const auto loaded = load_plugin(of(fixtures / "libfixture_good.so"), stub_tables());
  REQUIRE(loaded);
  CHECK(to_text(loaded->table.id) == "test.good");
  CHECK(to_text(loaded->table.version) == "1.2");
  CHECK(loaded->table.n_ops == 2);
  CHECK(loaded->warning.empty());
}

TEST_CASE("Loading: of a table that is shorter than ours the rest is zero") {
  const auto loaded = load_plugin(of(fixtures / "other_sizes.so"), stub_tables());
  REQUIRE(loaded);
  CHECK(loaded->table.size == sizeof(byom_plugin));
  CHECK(loaded->table.n_ops == 1);
  CHECK((loaded->table.extension == nullptr));
  CHECK((loaded->table.shutdown == nullptr));
  CHECK(loaded->table.abi_minor_built == 9);  // newer than the host, and no reason to refuse
}

TEST_CASE("Loading: a plugin that refuses is quoted") {
  CHECK(refusal("returns_null.so") ==
        "DIR/returns_null.so: the plugin refused to start: it needs a graphics card.");
  CHECK(refusal("silent_null.so") ==
        "DIR/silent_null.so: the plugin refused to start and did not say why (report() before returning "
        "NULL).");
}

TEST_CASE("Loading: another interface is refused with both numbers and the remedy") {
  CHECK(
      refusal("wrong_abi.so") ==
      "DIR/wrong_abi.so: the plugin was built for plugin interface 2, this tao_byom has interface 1; update "
      "tao_byom, or rebuild the plugin with this version's SDK.");
  const std::string too_new =
      "DIR/needs_newer.so: the plugin needs at least plugin interface 1.7 (it was built with 1.9), this "
      "tao_byom has "
      "1.0; update tao_byom, or rebuild the plugin so that it needs less.";
  CHECK(refusal("needs_newer.so") == too_new);
}

TEST_CASE("Loading: what the manifest says about the interface is enough to refuse, no code runs") {
  Manifest manifest = of(fixtures / "libfixture_good.so");
  manifest.abi_needed = 3;
  manifest.abi_built = 4;
  CHECK(
      refusal(manifest) ==
      "DIR/libfixture_good.so: the plugin needs at least plugin interface 1.3 (it was built with 1.4), this "
      "tao_byom has "
      "1.0; update tao_byom, or rebuild the plugin so that it needs less.");
  manifest.abi_major = 0;
  CHECK(refusal(manifest) ==
        "DIR/libfixture_good.so: the plugin was built for plugin interface 0, this tao_byom has interface 1; "
        "rebuild "
        "the "
        "plugin with this version's SDK.");
}

TEST_CASE("Loading: a library without the entry function is no plugin") {
  CHECK(refusal("no_symbol.so") ==
        "DIR/no_symbol.so: this is a shared library but no plugin of tao_byom: it does not export "
        "byom_plugin_entry_v1. Build it with tao_byom_add_plugin.");
}

TEST_CASE("Loading: the dynamic linker's own words are passed on") {
  CHECK(refusal("undefined.so") ==
        "DIR/undefined.so: the library cannot be opened: DIR/undefined.so: undefined symbol: "
        "defined_nowhere. Link what "
        "it uses into it; tao_byom_add_plugin finds such a gap while linking.");
}

TEST_CASE("Loading: a file that is no shared library is told by what it looks like") {
  const TemporaryFolder folder;
  CHECK(refusal(of(folder.write("a.so", "def convert_erf(node):\n"))) ==
        "DIR/a.so: this is no shared library: it is a text; name the .so that the plugin's build makes.");
  CHECK(refusal(of(folder.write("b.so", ""))) == "DIR/b.so: this is no shared library: it is empty.");
  CHECK(refusal(of(folder.write("c.so", "!<arch>\nrest"))) ==
        "DIR/c.so: this is no shared library: it is a static library (.a); link it as a shared one.");
  CHECK(refusal(of(folder.write("d.so",
                                "\x7f"
                                "ELF"))) == "DIR/d.so: the library is cut off after its first bytes.");
}

#if defined(__x86_64__)
TEST_CASE("Loading: a library for another processor is told before the dynamic linker misleads") {
  const TemporaryFolder folder;
  std::ifstream stream(fixtures / "libfixture_good.so", std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  bytes.at(18) = '\xb7';  // e_machine: AArch64 is 183
  CHECK(refusal(of(folder.write("arm.so", bytes))) ==
        "DIR/arm.so: the library was built for 64-bit ARM, this is a machine of kind x86-64; build the "
        "plugin here.");
  bytes.at(18) = '\x3e';  // x86-64
  bytes.at(16) = 1;       // e_type: ET_REL
  CHECK(refusal(of(folder.write("object.so", bytes))) ==
        "DIR/object.so: this is an object file (.o); link it as a shared library.");
}

TEST_CASE("Loading: the floating-point mode survives a library linked with -ffast-math") {
  const unsigned mode = 0x1f80;  // the x86-64 psABI's initial MXCSR: all exceptions masked, round to nearest
  _mm_setcsr(mode);
  const auto loaded = load_plugin(of(fixtures / "fast_math.so"), stub_tables());
  CHECK((_mm_getcsr() & ~0x3fu) == mode);  // the low six bits are exception flags
  REQUIRE(loaded);
  CHECK(loaded->warning ==
        "plugin 'fast_math' changed the processor's floating-point mode while it was opened (" +
            (fixtures / "fast_math.so").string() + " is linked with -ffast-math?); the mode was put back.");
}
#endif

TEST_CASE("Loading: a processor feature that is missing or unknown is named") {
  Manifest manifest = of(fixtures / "libfixture_good.so");
  manifest.cpu = {"warp9"};
  CHECK(refusal(manifest) ==
        "plugin 'libfixture_good' (DIR/meta.json) needs 'warp9' of the processor, which tao_byom does not "
        "know; correct CPU of tao_byom_add_plugin.");
#if defined(__x86_64__)
  manifest.cpu = {"sse3"};  // of every x86-64 processor that runs Debian 12 and our tests
  CHECK(refusal(manifest).empty());
#endif
}

TEST_CASE("Loading: a manifest of another plugin is noticed") {
  Manifest manifest = of(fixtures / "libfixture_good.so");
  manifest.id = "com.acme.ops";
  manifest.has_id = true;
  CHECK(refusal(manifest) ==
        "DIR/meta.json describes the plugin 'com.acme.ops', but DIR/libfixture_good.so is the plugin "
        "'test.good'; "
        "write the "
        "manifest anew with byom-manifest.");
}

TEST_CASE("Loading: a missing library is told as the manifest's fault") {
  CHECK(refusal("libfixture_god.so") ==
        "DIR/meta.json: FILE_NAMES.conversion names 'libfixture_god.so', which is not in DIR (did you mean "
        "'libfixture_good.so'?). "
        "Build the plugin, or correct the name.");
}
