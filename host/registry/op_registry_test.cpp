// Who serves what: claims, conflicts, kernels' order, lazy mapping.
#include "host/registry/op_registry.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "host/support/exit.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace byom;
using namespace byom::registry;
using byom::test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

const fs::path fixture_folder = TAO_BYOM_FIXTURE_PLUGINS;

HostTables silent_tables() {
  static byom_host host{};
  host.size = sizeof host;
  host.abi_minor = BYOM_ABI_MINOR;
  host.report = [](byom_ctx*, byom_rc, byom_str) noexcept {};
  return {&host, nullptr, {}};
}

Manifest good() {
  auto manifest = read_manifest(fixture_folder / "fixture_good.json");
  REQUIRE(manifest);
  manifest->builtin = true;
  return *manifest;
}

Manifest listing(const std::string& library, const std::string& id, std::vector<Claim> ops) {
  Manifest manifest;
  manifest.file = "/meta/" + library + ".json";
  manifest.library = fixture_folder / (library + ".so");
  manifest.folders = {fixture_folder};
  manifest.id = id;
  manifest.has_id = true;
  manifest.complete = true;
  manifest.ops = std::move(ops);
  return manifest;
}

Manifest rival() {
  Manifest manifest = listing("rival", "test.rival", {{"", "Twice"}});
  manifest.kernels = {{{"", "Twice"}, "fast", 5}};
  return manifest;
}

std::vector<std::string> ids(const std::vector<const Kernel*>& kernels) {
  std::vector<std::string> found;
  for (const Kernel* kernel : kernels) found.push_back(kernel->plugin->manifest.id);
  return found;
}

std::string anonymous(std::string text) {
  const std::string folder = fixture_folder.string();
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder))
    text.replace(at, folder.size(), "DIR");
  return text;
}

}  // namespace

TEST_CASE(
    "Registry: an operator is found under both spellings of ONNX's domain, with the schema of its opset") {
  Registry registry({good()}, silent_tables());
  const auto op = registry.op("", "Twice");
  REQUIRE(op);
  REQUIRE(op.value() != nullptr);
  CHECK(registry.op("ai.onnx", "Twice").value() == op.value());
  CHECK(op.value()->domain().empty());
  CHECK(op.value()->type() == "Twice");
  CHECK(op.value()->plugin->manifest.id == "test.good");
  CHECK(op.value()->schema_at(0) == nullptr);
  CHECK(op.value()->schema_at(8)->since == 1);
  CHECK(op.value()->schema_at(9)->since == 9);
  CHECK(op.value()->schema_at(13)->since == 9);
  CHECK(registry.op("", "Thrice").value() == nullptr);
  CHECK(registry.claimed("ai.onnx") == std::vector<std::string>{"Twice"});
  CHECK(registry.claimed("keras") == std::vector<std::string>{"Twice"});
}

TEST_CASE("Registry: a layer is found by the class that its file names") {
  Registry registry({good()}, silent_tables());
  const Op* layer = registry.op("keras", "Twice").value();
  REQUIRE(layer != nullptr);
  CHECK(registry.layer_of_class(BYOM_DIALECT_KERAS3, "keras.layers", "Rescaling").value() == layer);
  CHECK(registry.layer_of_class(BYOM_DIALECT_KERAS3, "", "Rescaling").value() == layer);
  CHECK(registry.layer_of_class(BYOM_DIALECT_KERAS2, "anything", "TwiceLayer").value() == layer);
  CHECK(registry.layer_of_class(BYOM_DIALECT_KERAS2, "", "Rescaling").value() == nullptr);
  CHECK(registry.layer_of_class(BYOM_DIALECT_KERAS3, "other.layers", "Rescaling").value() == nullptr);
  CHECK(layer->form(BYOM_DIALECT_KERAS2)->kind == BYOM_FORM_CUSTOM);
  CHECK(layer->form(7) == nullptr);
}

TEST_CASE("Registry: a library is mapped only when something it offers is asked for") {
  // no_symbol.so cannot be used; nobody notices until its operator is wanted.
  Registry registry({good(), listing("no_symbol", "test.broken", {{"acme", "Swish"}})}, silent_tables());
  CHECK(registry.op("", "Twice").ok());
  const auto broken = registry.op("acme", "Swish");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().code == exit_plugin);
  CHECK(registry.op("acme", "Swish").error().text == broken.error().text);
}

TEST_CASE("Registry: two plugins with one operator are an error that names both and the way out") {
  Registry registry({good(), rival()}, silent_tables());
  const auto op = registry.op("", "Twice");
  REQUIRE_FALSE(op);
  CHECK(op.error().code == exit_plugin);
  CHECK(anonymous(op.error().text) ==
        "operator ai.onnx::Twice is offered by the plugins 'test.good' (DIR/fixture_good.json) and "
        "'test.rival' "
        "(/meta/rival.json): write \"PLUGIN\": {\"overrides\": [\"ai.onnx::Twice\"]} into the file whose "
        "plugin shall "
        "win, or start with --without-builtin Twice.");
}

TEST_CASE("Registry: every plugin's own operator can be looked at, whoever serves") {
  Registry registry({good(), rival()}, silent_tables());
  CHECK(registry.claimed() == std::vector<Claim>{{"", "Twice"}, {"keras", "Twice"}});
  std::vector<std::string> plugins;
  for (const OpOffer& offer : registry.op_offers("ai.onnx", "Twice")) {
    CHECK_FALSE(offer.serves);
    plugins.push_back(registry.op_of(offer, "ai.onnx", "Twice").value()->plugin->manifest.id);
  }
  CHECK(plugins == std::vector<std::string>{"test.good", "test.rival"});
  CHECK(registry.notes().empty());
}

TEST_CASE("Registry: an explicit override wins, and is told") {
  Manifest second = rival();
  second.overrides = {{"", "Twice"}};
  Registry registry({good(), second}, silent_tables());
  const auto op = registry.op("", "Twice");
  REQUIRE(op);
  CHECK(op.value()->plugin->manifest.id == "test.rival");
  CHECK(registry.op("", "Twice").ok());
  REQUIRE(registry.notes().size() == 1);
  CHECK(
      anonymous(registry.notes()[0]) ==
      "operator ai.onnx::Twice is taken from plugin 'test.rival' (/meta/rival.json), which overrides that of "
      "'test.good'.");
}

TEST_CASE("Registry: of two overrides the user's wins, two of equal standing are an error") {
  Manifest first = good(), second = rival();
  first.overrides = second.overrides = {{"", "Twice"}};
  const auto op = Registry({first, second}, silent_tables()).op("", "Twice");
  REQUIRE_FALSE(op);
  CHECK(anonymous(op.error().text)
            .find("take \"ai.onnx::Twice\" out of PLUGIN.overrides of one of the two files") !=
        std::string::npos);
  first.user = true;
  Registry registry({first, second}, silent_tables());
  CHECK(registry.op("", "Twice").value()->plugin->manifest.id == "test.good");
}

TEST_CASE("Registry: --without-builtin leaves the operator to others") {
  Registry registry({good(), rival()}, silent_tables());
  REQUIRE(registry.without_builtin({"Twice"}));
  CHECK(registry.op("", "Twice").value()->plugin->manifest.id == "test.rival");
  CHECK(ids(registry.kernels("", "Twice").value()) == std::vector<std::string>{"test.rival"});
  CHECK(registry.op("keras", "Twice").value() != nullptr);
  const auto unknown = registry.without_builtin({"keras::Twise"});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == exit_usage);
  CHECK(unknown.error().text ==
        "--without-builtin: no built-in operator is called 'keras::Twise' (did you mean 'keras::Twice'?).");
}

TEST_CASE(
    "Registry: every claim to an operator is told with what came of it, and nothing is mapped for that") {
  const auto told = [](const Registry& registry) {
    std::string text;
    for (const OpOffer& offer : registry.op_offers("", "Twice"))
      text += offer.manifest->id + (offer.serves ? " serves: " : ": ") + offer.why + "\n";
    return text;
  };
  CHECK(told(Registry({good()}, silent_tables())) == "test.good serves: the only one\n");
  Manifest second = listing("no_symbol", "test.rival", {{"", "Twice"}});
  Registry tied({good(), second}, silent_tables());
  CHECK(told(tied) ==
        "test.good: a tie with another: neither overrides\ntest.rival: a tie with another: neither "
        "overrides\n");
  REQUIRE(tied.without_builtin({"Twice"}));
  CHECK(told(tied) == "test.rival serves: the only one\ntest.good: hidden by --without-builtin\n");
  second.overrides = {{"", "Twice"}};
  CHECK(told(Registry({good(), second}, silent_tables())) ==
        "test.rival serves: overrides the others\ntest.good: overridden\n");
}

TEST_CASE("Registry: kernels come by the user's choice, then by tier") {
  Manifest second = rival();
  second.ops.clear();
  Registry registry({good(), second}, silent_tables());
  CHECK(ids(registry.kernels("", "Twice").value()) == std::vector<std::string>{"test.rival", "test.good"});
  CHECK(ids(registry.kernels("keras", "Twice").value()) == std::vector<std::string>{"test.good"});
  CHECK(registry.kernels("", "Thrice").value().empty());
  REQUIRE(registry.prefer_kernels({"reference"}));
  CHECK(ids(registry.kernels("", "Twice").value()) == std::vector<std::string>{"test.good", "test.rival"});
  REQUIRE(registry.prefer_kernels({"test.rival"}));
  CHECK(ids(registry.kernels("", "Twice").value()) == std::vector<std::string>{"test.rival", "test.good"});
  const auto unknown = registry.prefer_kernels({"cuda"});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == exit_usage);
  CHECK(unknown.error().text ==
        "--kernels: no plugin or backend is called 'cuda'; there are 'fast', 'reference', "
        "'test.good' and 'test.rival'.");
}

TEST_CASE(
    "Registry: a kernel plugin that cannot be used is passed over with its reason, unless it is the only "
    "one") {
  Manifest broken = listing("no_symbol", "test.broken", {});
  broken.kernels = {{{"", "Twice"}, "broken", 9}, {{"acme", "Swish"}, "broken", 9}};
  Registry registry({good(), broken}, silent_tables());
  CHECK(ids(registry.kernels("", "Twice").value()) == std::vector<std::string>{"test.good"});
  REQUIRE(registry.notes().size() == 1);
  CHECK(anonymous(registry.notes()[0]) ==
        "kernel of ai.onnx::Twice passed over: DIR/no_symbol.so: this is a shared library but no plugin of "
        "tao_byom: "
        "it does not export byom_plugin_entry_v1. Build it with tao_byom_add_plugin.");
  CHECK(registry.kernels("acme", "Swish").error().code == exit_plugin);
}

TEST_CASE("Registry: ONNX_NODES of a file written by hand leads to the plugin's own names") {
  const TemporaryFolder folder;
  const auto file = folder.write("custom_meta.json", R"({"ABS_TOP_DIR": ")" + fixture_folder.string() + R"(",
      "FILE_NAMES": {"conversion": "converter_style.so"}, "ONNX_NODES": {"Erf": "convert_erf"}})");
  auto manifest = read_manifest(file);
  REQUIRE(manifest);
  Registry registry({*manifest}, silent_tables());
  const auto op = registry.op("", "Erf");
  REQUIRE(op);
  CHECK(op.value()->type() == "convert_erf");
  CHECK(op.value()->plugin->manifest.id == "test.converter_style");
  REQUIRE(registry.kernels("", "Erf").value().size() == 1);
  CHECK((registry.kernels("", "Erf").value()[0]->table.run != nullptr));
  CHECK(registry.op("keras", "Erf").value() != nullptr);  // the file keeps silent about it

  const auto wrong =
      read_manifest(folder.write("wrong.json", R"({"ABS_TOP_DIR": ")" + fixture_folder.string() + R"(",
      "FILE_NAMES": {"conversion": "converter_style.so"}, "ONNX_NODES": {"Erf": "convert_ref"}})"));
  const auto missing = Registry({wrong.value()}, silent_tables()).op("", "Erf");
  REQUIRE_FALSE(missing);
  CHECK(folder.anonymous(anonymous(missing.error().text)) ==
        "plugin 'test.converter_style' (DIR/converter_style.so): there is no operator ai.onnx::convert_ref "
        "in it, which "
        "ONNX_NODES of DIR/wrong.json names for 'Erf' (did you mean 'ai.onnx::convert_erf'?).");
}

TEST_CASE("Registry: patterns come from the plugins that say they have some") {
  Registry registry({good(), listing("no_symbol", "test.broken", {{"acme", "Swish"}})}, silent_tables());
  const auto patterns = registry.patterns();
  REQUIRE(patterns);
  REQUIRE(patterns.value().size() == 1);
  CHECK(std::string(patterns.value()[0]->table.text.p, patterns.value()[0]->table.text.n) == "y = Add(x, x)");
}

TEST_CASE("Registry: tables that contradict themselves or the manifest are told by what is wrong") {
  const auto refusal = [](const Manifest& manifest) {
    const auto op = Registry({manifest}, silent_tables()).op("", "Twice");
    return op ? std::string() : anonymous(op.error().text);
  };
  const std::vector<Claim> twice = {{"", "Twice"}};
  const std::string id = "test.bad_tables";
  CHECK(refusal(listing("listed_twice", id, twice)) ==
        "plugin 'test.bad_tables' (DIR/listed_twice.so): operator ai.onnx::Twice is listed twice.");
  CHECK(refusal(listing("sizeless", id, twice)) ==
        "plugin 'test.bad_tables' (DIR/sizeless.so): operator table 1 of 2 is missing or has no size; its "
        "first field "
        "must be its sizeof.");
  CHECK(refusal(listing("counted_not_given", id, twice)) ==
        "plugin 'test.bad_tables' (DIR/counted_not_given.so): it says that it has 3 operator tables and "
        "gives none.");
  CHECK(
      refusal(listing("schemas_disordered", id, twice)) ==
      "plugin 'test.bad_tables' (DIR/schemas_disordered.so): operator ai.onnx::Twice: its schemas must be in "
      "ascending order of `since`.");
  CHECK(refusal(listing("rival", "test.rival", {{"", "Twice"}, {"", "Thrice"}})) ==
        "plugin 'test.rival' (DIR/rival.so): there is no operator ai.onnx::Thrice in it, as /meta/rival.json "
        "says; "
        "write that file anew with byom-manifest.");
}

TEST_CASE("Registry: what lies beyond the tables that this host knows is not read") {
  Registry registry({listing("other_sizes", "test.other_sizes", {{"", "Newer"}})}, silent_tables());
  const auto op = registry.op("", "Newer");
  REQUIRE(op);
  CHECK(op.value()->table.size == sizeof(byom_op));
  CHECK(op.value()->schemas.size() == 1);
}
