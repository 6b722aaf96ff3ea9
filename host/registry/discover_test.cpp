// Which manifests count, in which order, and what is said of those that do not.
#include "host/registry/discover.hpp"

#include <doctest/doctest.h>

#include "host/support/exit.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace byom;
using namespace byom::registry;
using byom::test::TemporaryFolder;
namespace fs = std::filesystem;

TEST_CASE(
    "Discover: folders in their order, names sorted inside each, then the user's files; all problems at "
    "once") {
  const TemporaryFolder folder;
  const std::string rest = R"(.so"}, "ONNX_NODES": {"Erf": "Erf"}})";
  for (const char* name : {"system/b", "system/a", "own/c", "mine/d"}) {
    const std::string stem = fs::path(name).filename().string();
    folder.write(std::string(name) + ".json", R"({"FILE_NAMES": {"conversion": ")" + stem + rest);
    folder.write(std::string(name) + ".so", "");
  }
  folder.write("system/readme.txt", "not a manifest");
  const std::vector<fs::path> folders = {folder.path() / "system", folder.path() / "missing",
                                         folder.path() / "own"};
  const auto found = discover(folders, {folder.path() / "mine/d.json"});
  REQUIRE(found);
  std::string order;
  for (const Manifest& manifest : found.value())
    order += manifest.id + (manifest.builtin ? "b" : "") + (manifest.user ? "u" : "") + " ";
  CHECK(order == "ab bb c du ");

  folder.write("own/e.json", "{");
  folder.write("mine/f.json", R"({"FILE_NAMES": {"conversion": "f.so"}, "ONNX_NODES": {"Erf": "Erf"}})");
  const auto wrong = discover(folders, {folder.path() / "mine/f.json"});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == exit_usage);
  CHECK(folder.anonymous(wrong.error().text) ==
        "DIR/own/e.json:1:2: this is not JSON: syntax error while parsing object key - unexpected end of "
        "input; "
        "expected string literal.\n"
        "DIR/mine/f.json: FILE_NAMES.conversion names 'f.so', which is not in DIR/mine (did you mean "
        "'d.so'?). Build "
        "the plugin, or correct the name.");
}

TEST_CASE("Discover: one id for two libraries is an error, one library named twice counts once") {
  const TemporaryFolder folder;
  const std::string json = R"({"FILE_NAMES": {"conversion": "a.so"}, "ONNX_NODES": {"Erf": "Erf"},
                               "PLUGIN": {"id": "com.acme"}})";
  for (const char* name : {"system/a", "mine/a"}) {
    folder.write(std::string(name) + ".json", json);
    folder.write(std::string(name) + ".so", "");
  }
  const auto found = discover({folder.path() / "system"}, {folder.path() / "mine/a.json"});
  REQUIRE_FALSE(found);
  CHECK(folder.anonymous(found.error().text) ==
        "the plugin id 'com.acme' is given by DIR/system/a.json and by DIR/mine/a.json to different "
        "libraries; change "
        "PLUGIN.id in one of them.");

  fs::remove(folder.path() / "mine/a.so");
  fs::create_symlink(folder.path() / "system/a.so", folder.path() / "mine/a.so");
  const auto once = discover({folder.path() / "system"}, {folder.path() / "mine/a.json"});
  REQUIRE(once);
  REQUIRE(once.value().size() == 1);
  CHECK(once.value()[0].user);
  CHECK(once.value()[0].builtin);
}

TEST_CASE("Discover: two files called custom_meta.json without ids are two plugins") {
  const TemporaryFolder folder;
  for (const char* name : {"x", "y"}) {
    folder.write(std::string(name) + "/custom_meta.json",
                 R"({"FILE_NAMES": {"conversion": "a.so"}, "ONNX_NODES": {"Erf": "Erf"}})");
    folder.write(std::string(name) + "/a.so", "");
  }
  const auto found =
      discover({}, {folder.path() / "x/custom_meta.json", folder.path() / "y/custom_meta.json"});
  REQUIRE(found);
  REQUIRE(found.value().size() == 2);
  CHECK(found.value()[0].id == "custom_meta");
  CHECK(found.value()[1].id == "custom_meta-2");
}

TEST_CASE("Survey: what cannot be used is listed beside what can") {
  const TemporaryFolder folder;
  const std::string rest = R"(.so"}, "ONNX_NODES": {"Erf": "Erf"}, "PLUGIN": {"id": "com.acme"}})";
  folder.write("system/a.json", R"({"FILE_NAMES": {"conversion": "a)" + rest);
  folder.write("system/a.so", "");
  folder.write("system/b.json", "[]");
  folder.write("mine.json", R"({"FILE_NAMES": {"conversion": "system/a)" + rest);
  const Survey found =
      survey({folder.path() / "system", folder.path() / "own"}, {folder.path() / "mine.json"});
  REQUIRE(found.manifests.size() == 1);
  CHECK(origin(found.manifests[0]) == "built-in, described by -c");
  REQUIRE(found.refused.size() == 1);
  CHECK(found.refused[0].path == folder.path() / "system/b.json");
  REQUIRE(found.replaced.size() == 1);
  CHECK(found.replaced[0].path == folder.path() / "system/a.json");
  CHECK(folder.anonymous(found.replaced[0].why) == "replaced by DIR/mine.json");
  REQUIRE(found.folders.size() == 2);
  CHECK(found.folders[0].why.empty());
  CHECK(found.folders[1].why == "No such file or directory");
}
