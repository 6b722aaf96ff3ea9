// A program for the tests: files through the archive code, so that other implementations can be set against
// it.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/archive/age_reader.hpp"
#include "host/archive/age_writer.hpp"
#include "host/archive/file_source.hpp"
#include "host/archive/tltb.hpp"
#include "host/support/exit.hpp"

using namespace byom;
using namespace byom::archive;

namespace {

const char* const usage =
    "age_tool encrypt|decrypt KEY IN OUT\n"
    "age_tool pack KEY OUT FILE...    a .tltb of the files; an empty KEY makes a plain one\n"
    "age_tool unpack KEY IN FOLDER    its artifacts\n";

Result<Done> copy(Source& from, Sink& to) {
  std::vector<std::byte> buffer(100003);  // no multiple of anything
  for (std::uint64_t at = 0; at < from.size(); at += buffer.size()) {
    const auto part = std::span(buffer).first(std::min<std::uint64_t>(buffer.size(), from.size() - at));
    BYOM_CHECK_OK(from.read(at, part));
    BYOM_CHECK_OK(to.write(part));
  }
  return done;
}

Result<Done> encrypt(const std::string& key, const std::string& in, const std::string& out) {
  BYOM_TRY(KeyDerivation derivation, KeyDerivation::start(key));
  BYOM_TRY(auto from, FileSource::open(in));
  BYOM_TRY(auto file, OutputFile::create(out, Access::owner_only));
  BYOM_TRY(auto to, AgeWriter::create(*file, std::move(derivation)));
  BYOM_CHECK_OK(copy(*from, *to));
  BYOM_CHECK_OK(to->finish());
  return file->publish();
}

Result<Done> decrypt(const std::string& key, const std::string& in, const std::string& out) {
  BYOM_TRY(auto encrypted, FileSource::open(in));
  BYOM_TRY(auto from, AgeReader::open(std::move(encrypted), key));
  BYOM_TRY(auto file, OutputFile::create(out));
  FileSink to(*file);
  BYOM_CHECK_OK(copy(*from, to));
  BYOM_CHECK_OK(to.finish());
  return file->publish();
}

Result<Done> pack(const std::string& key, const std::string& out, std::span<char*> files) {
  std::optional<KeyDerivation> derivation;
  if (!key.empty()) {
    BYOM_TRY(derivation, KeyDerivation::start(key));
  }
  BYOM_TRY(auto file, OutputFile::create(out));
  BYOM_TRY(auto writer, TltbWriter::create(*file, std::move(derivation)));
  for (const std::string path : files) {
    BYOM_TRY(auto from, FileSource::open(path));
    const auto produce = [&from](Sink& sink) { return copy(*from, sink); };
    BYOM_CHECK_OK(writer.add(path.substr(path.rfind('/') + 1), Json::object(), from->size(), produce));
  }
  BYOM_CHECK_OK(writer.finish({{"model_name", "packed"}}));
  return file->publish();
}

Result<Done> unpack(const std::string& key, const std::string& in, const std::string& folder) {
  BYOM_TRY(const Tltb archive,
           Tltb::open(in, key.empty() ? std::nullopt : std::optional<std::string_view>(key)));
  for (const auto& [name, attributes] : archive.artifacts().items()) {
    BYOM_TRY(auto file, OutputFile::create((std::filesystem::path(folder) / name).string()));
    BYOM_CHECK_OK(archive.copy(name, file->descriptor()));
    BYOM_CHECK_OK(file->publish());
  }
  return done;
}

Result<Done> run(std::span<char*> arguments) {
  const std::string command = arguments.size() < 5 ? "" : arguments[1];
  if (command == "encrypt") return encrypt(arguments[2], arguments[3], arguments[4]);
  if (command == "decrypt") return decrypt(arguments[2], arguments[3], arguments[4]);
  if (command == "pack") return pack(arguments[2], arguments[3], arguments.subspan(4));
  if (command == "unpack") return unpack(arguments[2], arguments[3], arguments[4]);
  return fail(exit_usage, usage);
}

}  // namespace

int main(int count, char** values) {
  const Result<Done> result = run(std::span(values, static_cast<std::size_t>(count)));
  if (result) return 0;
  std::fprintf(stderr, "%s\n", result.error().text.c_str());
  return result.error().code;
}
