// What a manifest says, and what is said about a wrong one.
#include "host/registry/manifest.hpp"

#include <cstdlib>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "host/support/exit.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace byom;
using namespace byom::registry;
using byom::test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

std::string problem(const TemporaryFolder& folder, const std::string& json) {
  const auto manifest = read_manifest(folder.write("meta.json", json));
  if (manifest) return "";
  CHECK(manifest.error().code == exit_usage);
  return folder.anonymous(manifest.error().text);
}

}  // namespace

TEST_CASE("Manifest: the file of a user of NVIDIA's converter is understood as it is") {
  const TemporaryFolder folder;
  folder.write("byom_custom/libcustom.so", "");
  folder.write("byom_custom/custom_layer.py", "");
  // The worked example in the manual, with a library in the place of the Python conversion functions.
  const auto manifest = read_manifest(folder.write("custom_meta.json", R"({
    "TOP_DIR": "byom_custom", "ABS_TOP_DIR": "/root/of/somebody/else/byom_custom",
    "FILE_NAMES": {"conversion": "libcustom.so", "custom_layer": "custom_layer.py"},
    "ONNX_NODES": {"Erf": "convert_erf"}, "CUSTOM_OBJS": {"ERFLayer": "ERFLayer"}})"));
  REQUIRE(manifest);
  CHECK(manifest->id == "custom_meta");
  CHECK_FALSE(manifest->has_id);
  CHECK_FALSE(manifest->complete);
  CHECK(manifest->library == folder.path() / "byom_custom/libcustom.so");
  CHECK(manifest->python_file == folder.path() / "byom_custom/custom_layer.py");
  CHECK(manifest->ops == std::vector<Claim>{{"", "Erf"}});
  CHECK(manifest->onnx_nodes.at("Erf") == "convert_erf");
  CHECK(manifest->layer_classes == std::vector<Claim>{{"", "ERFLayer"}});
  CHECK(check_files(*manifest).ok());
}

TEST_CASE("Manifest: files beside the JSON go before those in TOP_DIR, these before those in ABS_TOP_DIR") {
  const TemporaryFolder folder, elsewhere;
  const std::string json = R"({"TOP_DIR": "top", "ABS_TOP_DIR": ")" + elsewhere.path().string() +
                           R"(", "FILE_NAMES": {"conversion": "lib.so"}, "ONNX_NODES": {"Erf": "Erf"}})";
  const auto library = [&] { return read_manifest(folder.write("meta.json", json))->library; };
  elsewhere.write("lib.so", "");
  CHECK(library() == elsewhere.path() / "lib.so");
  folder.write("top/lib.so", "");
  CHECK(library() == folder.path() / "top/lib.so");
  folder.write("lib.so", "");
  CHECK(library() == folder.path() / "lib.so");
}

TEST_CASE("Manifest: a library's name leads from the manifest's folder to a path without detours") {
  const TemporaryFolder folder;
  const auto library = [&](const std::string& name, const std::string& top) {
    const auto manifest = read_manifest(folder.write(
        "share/plugins/meta.json",
        R"({"FILE_NAMES": {"conversion": ")" + name + "\"" + top + R"(}, "ONNX_NODES": {"Erf": "Erf"}})"));
    REQUIRE(manifest);
    return manifest->library;
  };
  for (const std::string name :
       {"a.so", "./a.so", "../a.so", "../../lib//x/../a.so", ".../a.so", "x/./y/a.so", "/a.so",
        "/opt/../lib/./a.so", "../../../../../../../../../../../a.so", "..a.so"})
    CHECK(library(name, "") == (folder.path() / "share/plugins" / name).lexically_normal());
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  CHECK(read_manifest("./share/../share/plugins/meta.json")->file ==
        folder.path() / "share/plugins/meta.json");
  fs::current_path(before);
}

TEST_CASE("Manifest: a zero byte does not end it, so that nothing behind it is overlooked") {
  const TemporaryFolder folder;
  CHECK(problem(folder, std::string("{}\n\0{}", 6)) ==
        "DIR/meta.json:2:1: this is not JSON: more follows behind its end.");
}

TEST_CASE("Manifest: a FIFO is refused, not waited for") {
  const TemporaryFolder folder;
  const fs::path fifo = folder.path() / "meta.json";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(folder.anonymous(read_manifest(fifo).error().text) ==
        "DIR/meta.json: cannot be read: Operation not supported.");
}

TEST_CASE("Manifest: every key of ours is read") {
  const TemporaryFolder folder;
  const auto manifest = read_manifest(folder.write("acme.json", R"({
    "FILE_NAMES": {"conversion": "/opt/acme/libacme.so"}, "ONNX_NODES": {"Erf": "Erf"},
    "PLUGIN": {"id": "com.acme.ops", "version": "2.1", "abi": {"major": 1, "built": 4, "needed": 2},
      "operators": [{"domain": "ai.onnx", "type": "Erf"}, {"domain": "acme", "type": "Swish"}],
      "kernels": [{"domain": "acme", "type": "Swish", "backend": "avx2", "tier": -3}, {"type": "Erf"}],
      "layers": [{"module": "keras.layers", "class": "ReLU"}, {"class": "ERFLayer"}],
      "patterns": true, "overrides": ["ai.onnx::Erf", "acme::Swish"], "cpu": ["avx2", "fma"]}})"));
  REQUIRE(manifest);
  CHECK(manifest->id == "com.acme.ops");
  CHECK(manifest->version == "2.1");
  CHECK(manifest->abi_built == 4);
  CHECK(manifest->abi_needed == 2);
  CHECK(manifest->complete);
  CHECK(manifest->library == "/opt/acme/libacme.so");
  CHECK(manifest->python_file.empty());
  CHECK(manifest->ops == std::vector<Claim>{{"", "Erf"}, {"acme", "Swish"}});
  REQUIRE(manifest->kernels.size() == 2);
  CHECK(manifest->kernels[0].op == Claim{"acme", "Swish"});
  CHECK(manifest->kernels[0].backend == "avx2");
  CHECK(manifest->kernels[0].tier == -3);
  CHECK(manifest->kernels[1].op == Claim{"", "Erf"});
  CHECK(manifest->layer_classes == std::vector<Claim>{{"keras.layers", "ReLU"}, {"", "ERFLayer"}});
  CHECK(manifest->overrides == std::vector<Claim>{{"", "Erf"}, {"acme", "Swish"}});
  CHECK(manifest->cpu == std::vector<std::string>{"avx2", "fma"});
  CHECK(manifest->patterns);
}

TEST_CASE("Manifest: a JSON error is told with its line and column") {
  const TemporaryFolder folder;
  CHECK(
      problem(folder,
              "{\n  \"FILE_NAMES\": {\"conversion\": \"a.so\"},\n  \"ONNX_NODES\": {\"Erf\" \"Erf\"}\n}") ==
      "DIR/meta.json:3:24: this is not JSON: syntax error while parsing object separator - unexpected string "
      "literal; expected ':'.");
  CHECK(problem(folder, "") == "DIR/meta.json:1:1: this is not JSON: the file is empty.");
  CHECK(problem(folder, "# my plugin\n") ==
        "DIR/meta.json:1:1: this is not JSON: syntax error while parsing value - invalid literal; last read: "
        "'#'.");
}

TEST_CASE("Manifest: a wrong value is told with the line and column of its key") {
  const TemporaryFolder folder;
  CHECK(problem(folder,
                "{\n  \"FILE_NAMES\": {\n    \"conversion\": 7}, \"ONNX_NODES\": {\"Erf\": \"Erf\"}}") ==
        "DIR/meta.json:3:5: FILE_NAMES.conversion must be a text, not 7.");
  CHECK(problem(folder, "{\"FILE_NAMES\": {\"conversion\": \"a.so\"},\n \"ONNX_NODES\": [\"Erf\"]}") ==
        "DIR/meta.json:2:2: ONNX_NODES must be an object such as {\"MyOp\": \"MyOp\"}.");
  CHECK(problem(folder,
                "{\"FILE_NAMES\": {\"conversion\": \"a.so\"}, \"PLUGIN\": {\"operators\": [\n"
                "  {\"type\": \"Erf\"},\n  {\"domain\": \"x\"}]}}") ==
        "DIR/meta.json:3:3: PLUGIN.operators.1 must be an object such as {\"domain\": \"ai.onnx\", \"type\": "
        "\"MyOp\"}.");
  CHECK(
      problem(
          folder,
          "{\"FILE_NAMES\": {\"conversion\": \"a.so\"}, \"ONNX_NODES\": {\"Erf\": \"a\", \"Erf\": \"b\"}}") ==
      "DIR/meta.json:1:67: the key 'Erf' stands in its object already.");
  CHECK(problem(folder, R"({"FILE_NAMES": {"conversion": "a.so"}, "PLUGIN": {"abi": {"needed": -1}}})") ==
        "DIR/meta.json:1:59: PLUGIN.abi.needed must be a whole number from 0, not -1.");
}

TEST_CASE("Manifest: what is missing is asked for") {
  const TemporaryFolder folder;
  CHECK(problem(folder, "[]") ==
        "DIR/meta.json:1:1: the file must hold one JSON object; meta/custom_meta.template.json shows it.");
  CHECK(problem(folder, R"({"ONNX_NODES": {"Erf": "Erf"}})") ==
        "DIR/meta.json:1:1: the plugin's library is not named: add \"FILE_NAMES\": {\"conversion\": "
        "\"libmy_ops.so\"}.");
  CHECK(problem(folder, R"({"FILE_NAMES": {"conversion": "a.so"}})") ==
        "DIR/meta.json:1:1: nothing is claimed: name the ONNX operators of the library in \"ONNX_NODES\": "
        "{\"MyOp\": \"MyOp\"}.");
}

TEST_CASE("Manifest: a key that nothing reads, and that is nearly one that is read, is no silence") {
  const TemporaryFolder folder;
  CHECK(problem(folder, R"({"FILE_NAMES": {"conversion": "a.so"}, "ONNX_NODE": {"Erf": "Erf"}})") ==
        "DIR/meta.json:1:40: nothing reads the key 'ONNX_NODE'; is 'ONNX_NODES' meant?");
  CHECK(problem(folder, R"({"FILE_NAMES": {"conversion": "a.so", "custom_layers": "a.py"},
                            "ONNX_NODES": {"Erf": "Erf"}, "PLUGIN": {"override": []}})") ==
        "DIR/meta.json:1:39: nothing reads the key 'custom_layers'; is 'custom_layer' meant?\n"
        "DIR/meta.json:2:70: nothing reads the key 'override'; is 'overrides' meant?");
  // What is far from every key, and what a newer interface may have, is passed over.
  CHECK(read_manifest(folder.write("meta.json", R"({"$schema": "x", "FILE_NAMES": {"conversion": "a.so"},
                            "ONNX_NODES": {"Erf": "Erf"}, "PLUGIN": {"abi": {"built": 99}, "override": 1}})"))
            .ok());
}

TEST_CASE("Manifest: everything that is wrong is told at once") {
  const TemporaryFolder folder;
  CHECK(problem(folder,
                "{\"FILE_NAMES\": {\"conversion\": 7},\n \"ONNX_NODES\": {\"Erf\": \"\"},\n \"PLUGIN\": "
                "{\"patterns\": 1}}") ==
        "DIR/meta.json:1:17: FILE_NAMES.conversion must be a text, not 7.\n"
        "DIR/meta.json:2:17: ONNX_NODES.Erf is empty; leave the key out or fill it.\n"
        "DIR/meta.json:3:13: PLUGIN.patterns must be true or false, not 1.");
}

TEST_CASE("Manifest: a Python conversion file is answered with the command that writes a plugin") {
  const TemporaryFolder folder;
  const std::string json =
      R"({"FILE_NAMES": {"conversion": "conversion.py", "custom_layer": "custom_layer.py"},
                               "ONNX_NODES": {"Erf": "convert_erf", "ReduceProd": "convert_prod"}})";
  CHECK(problem(folder, json) ==
        "DIR/meta.json:1:17: 'conversion.py' is a Python conversion function, as NVIDIA's converter takes "
        "it; tao_byom runs compiled operators. `tao_byom plugins new my_ops --from DIR/meta.json` writes a "
        "plugin "
        "for 'Erf' and 'ReduceProd' that takes over your Keras layers; docs/porting.md shows how to fill it "
        "in.");
  const auto manifest = read_python_manifest(folder.path() / "meta.json");
  REQUIRE(manifest);
  CHECK(manifest->library == folder.path() / "conversion.py");
  CHECK(manifest->onnx_nodes.at("Erf") == "convert_erf");
  const auto plugin = read_python_manifest(
      folder.write("meta.json", R"({"FILE_NAMES": {"conversion": "a.so"}, "ONNX_NODES": {"Erf": "Erf"}})"));
  REQUIRE_FALSE(plugin);
  CHECK(folder.anonymous(plugin.error().text) ==
        "DIR/meta.json:1:17: 'a.so' is no Python file: this custom_meta.json is that of a plugin, which -c "
        "takes as "
        "it is.");
}

TEST_CASE("Manifest: a file that cannot be read names its neighbours") {
  const TemporaryFolder folder;
  folder.write("custom_meta.json", "{}");
  const auto manifest = read_manifest(folder.path() / "custom_mta.json");
  REQUIRE_FALSE(manifest);
  CHECK(manifest.error().code == exit_usage);
  CHECK(folder.anonymous(manifest.error().text) ==
        "DIR/custom_mta.json: cannot be read: No such file or directory (did you mean 'custom_meta.json'?).");
  CHECK(folder.anonymous(read_manifest(folder.path()).error().text) ==
        "DIR: this is a folder; name the JSON file in it.");
}

TEST_CASE("Manifest: hostile nesting is refused, not followed") {
  const TemporaryFolder folder;
  CHECK(problem(folder, std::string(100000, '[') + std::string(100000, ']')) ==
        "DIR/meta.json: is nested deeper than 64 levels, which no manifest is.");
}

TEST_CASE("Manifest: a library that is not there is told with every folder looked at and the nearest name") {
  const TemporaryFolder folder;
  folder.write("top/libacme_ops.so", "");
  folder.write("top/other.txt", "");
  auto manifest = read_manifest(folder.write("meta.json", R"({"TOP_DIR": "top",
    "FILE_NAMES": {"conversion": "libacme_op.so"}, "ONNX_NODES": {"Erf": "Erf"}})"));
  REQUIRE(manifest);
  const auto files = check_files(*manifest);
  REQUIRE_FALSE(files);
  CHECK(files.error().code == exit_plugin);
  CHECK(folder.anonymous(files.error().text) ==
        "DIR/meta.json: FILE_NAMES.conversion names 'libacme_op.so', which is not in DIR nor in DIR/top (did "
        "you mean "
        "'libacme_ops.so'?). Build the plugin, or correct the name.");
  manifest->user = true;
  CHECK(check_files(*manifest).error().code == exit_usage);
}

TEST_CASE("Manifest: the template in meta/ is one") {
  const auto manifest = read_manifest(fs::path(TAO_BYOM_SOURCE_DIR) / "meta/custom_meta.template.json");
  REQUIRE(manifest);
  CHECK(manifest->id == "com.example.my_ops");
  CHECK(manifest->ops.size() == 2);
  CHECK(manifest->python_file.filename() == "my_layers.py");
}
