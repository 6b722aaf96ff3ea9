// Archives written and read, encrypted and plain.
#include "host/archive/tltb.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include "host/archive/test_support.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

using namespace test;
using Key = std::optional<std::string_view>;

const std::string abc_sha256 =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";  // FIPS 180-4

// Writes an archive with two artifacts; `model` is made by a producer in small parts.
std::unique_ptr<OutputFile> written(const std::string& path, const std::vector<std::byte>& model,
                                    bool encrypted, bool reopen = false) {
  auto file = OutputFile::create(path).value();
  std::optional<KeyDerivation> key;
  if (encrypted) key.emplace(KeyDerivation::start("key", 4).value());
  auto writer = TltbWriter::create(*file, std::move(key));
  REQUIRE(writer);
  REQUIRE(writer->add("custom_layers.py", {{"artifact_type", "Memory"}, {"class_names", {"B", "A"}}},
                      bytes("abc")));
  const auto produce = [&model](Sink& sink) -> Result<Done> {
    for (std::size_t at = 0; at < model.size(); at += 1000)
      BYOM_CHECK_OK(sink.write(std::span(model).subspan(at, std::min<std::size_t>(1000, model.size() - at))));
    CHECK(sink.position() == model.size());
    return done;
  };
  REQUIRE(writer->add("m.hdf5", {{"keras_version", "2.9.0"}}, model.size(), produce));
  REQUIRE(writer->finish({{"model_name", "m"}, {"opset_version", 13}}));
  if (reopen) {
    const auto archive = Tltb::open_unpublished(*file, writer->file_key());
    REQUIRE(archive);
    CHECK(archive->encrypted() == encrypted);
    CHECK((archive->read("m.hdf5").value() == model));
  }
  return file;
}

std::string refusal(const std::string& path, Key key, int code = exit_input) {
  const auto archive = Tltb::open(path, key);
  REQUIRE(!archive);
  CHECK(archive.error().code == code);
  CHECK(archive.error().text.find(path + ": ") == 0);
  return archive.error().text.substr(path.size() + 2);
}

TEST_CASE("What was written comes back, encrypted and plain") {
  for (const bool encrypted : {true, false}) {
    const TestFolder folder;
    const auto model = noise(300'000);
    REQUIRE(written(folder.file("m.tltb"), model, encrypted)->publish());
    const auto archive = Tltb::open(folder.file("m.tltb"), encrypted ? Key("key") : std::nullopt);
    REQUIRE(archive);
    CHECK(archive->encrypted() == encrypted);
    CHECK(archive->metadata()["model_name"] == "m");
    CHECK(archive->metadata()["opset_version"] == 13);
    CHECK(archive->artifacts().size() == 2);
    const auto& layers = archive->artifacts()["custom_layers.py"];
    CHECK(layers["class_names"].dump() == R"(["B","A"])");
    CHECK(layers["artifact_type"] == "Memory");
    CHECK(layers["size"] == 3);
    CHECK(layers["sha256"] == abc_sha256);
    CHECK(text(archive->read("custom_layers.py").value()) == "abc");
    CHECK((archive->read("m.hdf5").value() == model));
    CHECK(archive->check());
    std::vector<std::byte> part(10);
    REQUIRE(archive->read("m.hdf5", 150'000, part));
    CHECK(std::equal(part.begin(), part.end(), model.begin() + 150'000));
    CHECK(archive->read("manifest.json").error().code == exit_input);
    const int copy = ::open(folder.file("copy").c_str(), O_CREAT | O_RDWR, 0600);
    REQUIRE(archive->copy("m.hdf5", copy));
    ::close(copy);
    CHECK((bytes(content(folder.file("copy"))) == model));
  }
}

TEST_CASE("A plain archive starts with its mimetype, an encrypted one shows nothing of its content") {
  const TestFolder folder;
  const auto model = bytes(std::string(200'000, 'w'));
  REQUIRE(written(folder.file("plain"), model, false)->publish());
  const std::string plain = content(folder.file("plain"));
  CHECK(plain.substr(30, 37) == "mimetypeapplication/vnd.open-tltb+zip");
  REQUIRE(written(folder.file("closed"), model, true)->publish());
  const std::string closed = content(folder.file("closed"));
  for (const char* word : {"PK", "manifest", "custom_layers", "wwww", "hdf5"}) {
    CHECK(plain.find(word) != std::string::npos);
    if (word != std::string("PK")) CHECK(closed.find(word) == std::string::npos);
  }
}

TEST_CASE("A finished archive can be read before it is published, without the passphrase") {
  const TestFolder folder;
  for (const bool encrypted : {true, false}) written(folder.file("m.tltb"), noise(200'000), encrypted, true);
  CHECK(folder.names().empty());
}

TEST_CASE("Keys that are missing, wrong or not needed have messages that say so") {
  const TestFolder folder;
  REQUIRE(written(folder.file("closed"), {}, true)->publish());
  REQUIRE(written(folder.file("plain"), {}, false)->publish());
  CHECK(refusal(folder.file("closed"), std::nullopt, exit_usage) == "it is encrypted; give its key");
  CHECK(refusal(folder.file("closed"), "kez") == "wrong key or damaged file");
  CHECK(refusal(folder.file("plain"), "key") ==
        "it is not encrypted, although a key was given; open it without one");
}

TEST_CASE("Files of another kind are named") {
  const TestFolder folder;
  const std::string path = folder.file("x.tltb");
  put(path, "\x1f\x8b\x08rest");
  CHECK(refusal(path, "key") ==
        "it is compressed with gzip, as the archives of NVIDIA's EFF are; that format is not public and "
        "cannot be "
        "read here: convert the ONNX model again");
  for (const char* other : {"", "P", "\x89HDF\r\n", "age-encryption.org/v2\n"}) {
    put(path, other);
    CHECK(refusal(path, "key") == "it is not an open .tltb, which is an age file or a ZIP");
  }
  CHECK(Tltb::open(folder.file("none"), "key").error().text ==
        "cannot read " + folder.file("none") + ": No such file or directory");
  CHECK(Tltb::open(folder.file("."), "key").error().code == exit_input);
}

TEST_CASE("Artifacts must have plain and different names, and the size that was announced") {
  const TestFolder folder;
  const auto file = OutputFile::create(folder.file("x")).value();
  auto writer = TltbWriter::create(*file, std::nullopt);
  REQUIRE(writer);
  CHECK(writer->add("a/b", Json::object(), bytes("x")).error().code == exit_usage);
  CHECK(writer->add("..", Json::object(), bytes("x")).error().code == exit_usage);
  REQUIRE(writer->add("a", Json::object(), bytes("x")));
  CHECK(writer->add("a", Json::object(), bytes("x")).error().code == exit_usage);
  const auto produce = [](Sink& sink) { return sink.write(bytes("xy")); };
  CHECK(writer->add("b", Json::object(), 1, produce).error().code == exit_bug);
}

TEST_CASE("Attributes that are not UTF-8 do not stop the writer") {
  const TestFolder folder;
  const auto file = OutputFile::create(folder.file("x")).value();
  auto writer = TltbWriter::create(*file, std::nullopt);
  REQUIRE(writer->add("a", {{"description", "\xFF"}}, bytes("x")));
  REQUIRE(writer->finish({{"model_name", "\xFF"}}));
  REQUIRE(file->publish());
  CHECK(Tltb::open(folder.file("x"), std::nullopt));
}

// An archive of given members, made without TltbWriter.
std::string refused_zip(const std::vector<std::pair<std::string, std::string>>& members) {
  const TestFolder folder;
  const auto file = OutputFile::create(folder.file("x")).value();
  FileSink sink(*file);
  ZipWriter zip(sink);
  for (const auto& [name, text] : members) REQUIRE(zip.add(name, bytes(text)));
  REQUIRE(zip.finish());
  REQUIRE(sink.finish());
  REQUIRE(file->publish());
  auto archive = Tltb::open(folder.file("x"), std::nullopt);
  const auto checked = archive ? archive->check() : Result<Done>(archive.error());
  if (checked) return "good";
  CHECK(checked.error().code == exit_input);
  const std::string text = checked.error().text.substr(folder.file("x").size() + 2);
  return text.substr(text.find("damaged archive: ") == 0 ? 17 : 0);
}

TEST_CASE("Members and manifest must say the same") {
  const std::pair<std::string, std::string> type{"mimetype", "application/vnd.open-tltb+zip"};
  const auto manifest = [](const std::string& artifacts, const std::string& version = "1") {
    return std::pair<std::string, std::string>{"manifest.json",
                                               R"({"format":"open-tltb","format_version":)" + version +
                                                   R"(,"metadata":{},"artifacts":{)" + artifacts + "}}"};
  };
  const std::pair<std::string, std::string> abc{"artifacts/a", "abc"};
  const std::string entry = R"("a":{"size":3,"sha256":")" + abc_sha256 + "\"}";
  CHECK(refused_zip({type, abc, manifest(entry)}) == "good");
  CHECK(refused_zip({type, manifest(entry)}) == "its manifest.json names an artifact that is missing");
  CHECK(refused_zip({type, abc, {"artifacts/b", ""}, manifest(entry)}) ==
        "it has members that its manifest.json does not name");
  CHECK(refused_zip({type, abc, {"extra", ""}, manifest(entry)}) ==
        "it has members that its manifest.json does not name");
  CHECK(refused_zip({type, {"artifacts/a", "abcd"}, manifest(entry)}) ==
        "'a' is not what its manifest.json says");
  CHECK(refused_zip({type, abc, manifest(R"("a":{"size":3})")}) == "'a' is not what its manifest.json says");
  CHECK(refused_zip({type, abc, manifest(R"("a":7)")}) == "'a' is not what its manifest.json says");
  CHECK(refused_zip({type, {"artifacts/a", "abd"}, manifest(entry)}) ==
        "the content of 'a' does not fit its SHA-256");
  CHECK(refused_zip({abc, manifest(entry)}) == "it does not start with its mimetype");
  CHECK(refused_zip({abc, type, manifest(entry)}) == "it does not start with its mimetype");
  CHECK(refused_zip({{"mimetype", "application/vnd.open-tltb+zap"}, abc, manifest(entry)}) ==
        "its mimetype is another one");
  CHECK(refused_zip({type, manifest(entry), abc}) == "its last member is not manifest.json");
  CHECK(refused_zip({type, abc, manifest(entry, "2")}) ==
        "its format is newer than this program; use a newer one");
  const std::string not_ours = "its manifest.json is not that of an open .tltb";
  for (const char* text : {"", "[]", "{", "7", "{}", R"({"format":"other"})", "\xFF"})
    CHECK(refused_zip({type, {"manifest.json", text}}) == not_ours);
  CHECK(
      refused_zip({type, {"manifest.json", R"({"format":"open-tltb","format_version":1,"metadata":[]})"}}) ==
      "its manifest.json has no metadata or no artifacts");
}

}  // namespace
}  // namespace byom::archive
