// Reads the open .tltb, and says what a file is that only has its name.
#include <algorithm>
#include <array>
#include <utility>

#include "host/archive/age_header.hpp"
#include "host/archive/age_reader.hpp"
#include "host/archive/file_source.hpp"
#include "host/archive/sha256.hpp"
#include "host/archive/tltb.hpp"
#include "host/support/exit.hpp"
#include "host/support/quote.hpp"

namespace byom::archive {
namespace {

constexpr std::string_view folder = "artifacts/";
constexpr std::uint64_t largest_manifest = std::uint64_t{16} << 20;

enum class Kind { encrypted, plain, gzip, unknown };

Result<Kind> sniff(Source& file) {
  std::string start(std::min<std::uint64_t>(file.size(), age_first_line.size()), '\0');
  BYOM_CHECK_OK(file.read(0, std::as_writable_bytes(std::span(start))));
  if (start == age_first_line) return Kind::encrypted;
  if (start.starts_with("PK\3\4")) return Kind::plain;
  if (start.starts_with("\x1f\x8b")) return Kind::gzip;
  return Kind::unknown;
}

Error not_ours(const Source& file, Kind kind) {
  if (kind == Kind::gzip)
    return fail(exit_input,
                file.name() +
                    ": it is compressed with gzip, as the archives of NVIDIA's EFF are; that format is "
                    "not public and cannot be read here: convert the ONNX model again");
  return fail(exit_input, file.name() + ": it is not an open .tltb, which is an age file or a ZIP");
}

}  // namespace

Result<Tltb> Tltb::open(const std::string& path, std::optional<std::string_view> key) {
  BYOM_TRY(std::unique_ptr<FileSource> file, FileSource::open(path));
  BYOM_TRY(const Kind kind, sniff(*file));
  if (kind == Kind::encrypted) {
    if (!key) return fail(exit_usage, path + ": it is encrypted; give its key");
    BYOM_TRY(std::unique_ptr<AgeReader> age, AgeReader::open(std::move(file), *key));
    return open_zip(std::move(age), true);
  }
  if (kind != Kind::plain) return not_ours(*file, kind);
  if (key)
    return fail(exit_input, path + ": it is not encrypted, although a key was given; open it without one");
  return open_zip(std::move(file), false);
}

Result<Tltb> Tltb::open_unpublished(const OutputFile& file, const FileKey* key) {
  BYOM_TRY(std::unique_ptr<FileSource> source, FileSource::duplicate(file.descriptor(), file.path()));
  if (!key) return open_zip(std::move(source), false);
  BYOM_TRY(std::unique_ptr<AgeReader> age, AgeReader::open(std::move(source), *key));
  return open_zip(std::move(age), true);
}

Result<Tltb> Tltb::open_zip(std::unique_ptr<Source> source, bool encrypted) {
  BYOM_TRY(ZipReader zip, ZipReader::open(std::move(source)));
  Tltb archive(std::move(zip), encrypted);
  BYOM_CHECK_OK(archive.read_manifest());
  BYOM_CHECK_OK(archive.check_members());
  return archive;
}

Error Tltb::damaged(const std::string& what) const {
  return fail(exit_input, zip_.source().name() + ": damaged archive: " + what);
}

Result<Done> Tltb::read_manifest() {
  BYOM_TRY(const auto bytes, zip_.read("manifest.json", largest_manifest));
  const char* const text = reinterpret_cast<const char*>(bytes.data());
  manifest_ = nlohmann::json::parse(text, text + bytes.size(), nullptr, false);
  using Type = nlohmann::json::value_t;
  const auto is = [this](const char* key, Type type) {
    return manifest_.contains(key) && manifest_[key].type() == type;
  };
  if (!manifest_.is_object() || !is("format", Type::string) || manifest_["format"] != "open-tltb")
    return damaged("its manifest.json is not that of an open .tltb");
  if (!is("format_version", Type::number_unsigned) || manifest_["format_version"] != tltb_format_version)
    return fail(exit_input,
                zip_.source().name() + ": its format is newer than this program; use a newer one");
  if (!is("metadata", Type::object) || !is("artifacts", Type::object))
    return damaged("its manifest.json has no metadata or no artifacts");
  return done;
}

// mimetype, the artifacts of the manifest and the manifest, and nothing else.
Result<Done> Tltb::check_members() const {
  const ZipMember& first = zip_.members().front();
  std::vector<std::byte> mimetype(tltb_mimetype.size());
  if (first.name != "mimetype" || first.size != mimetype.size())
    return damaged("it does not start with its mimetype");
  BYOM_TRY(mimetype, zip_.read("mimetype"));
  if (!std::ranges::equal(mimetype, bytes_of(tltb_mimetype))) return damaged("its mimetype is another one");
  if (zip_.members().back().name != "manifest.json") return damaged("its last member is not manifest.json");
  for (const auto& [name, attributes] : artifacts().items()) {
    const ZipMember* member = zip_.find(std::string(folder) + name);
    if (!member) return damaged("its manifest.json names an artifact that is missing");
    if (!attributes.is_object() || !attributes.contains("size") || attributes["size"] != member->size ||
        !attributes.contains("sha256") || !attributes["sha256"].is_string())
      return damaged(byom::quoted(name) + " is not what its manifest.json says");
  }
  if (zip_.members().size() != artifacts().size() + 2)
    return damaged("it has members that its manifest.json does not name");
  return done;
}

Result<Done> Tltb::check_hash(std::string_view name, const std::string& sha256) const {
  if (sha256 != artifacts()[std::string(name)]["sha256"])
    return damaged("the content of " + byom::quoted(name) + " does not fit its SHA-256");
  return done;
}

Result<std::vector<std::byte>> Tltb::read(std::string_view name) const {
  BYOM_TRY(auto content, zip_.read(std::string(folder) + std::string(name)));
  Sha256 hash;
  hash.update(content);
  BYOM_CHECK_OK(check_hash(name, hash.finish()));
  return content;
}

Result<Done> Tltb::copy(std::string_view name, int descriptor) const {
  Sha256 hash;
  const auto tee = [&](Bytes bytes) -> Result<Done> {
    hash.update(bytes);
    return write_all(descriptor, bytes);
  };
  BYOM_CHECK_OK(zip_.visit(std::string(folder) + std::string(name), tee));
  return check_hash(name, hash.finish());
}

Result<Done> Tltb::read(std::string_view name, std::uint64_t offset, std::span<std::byte> out) const {
  return zip_.read(std::string(folder) + std::string(name), offset, out);
}

Result<Done> Tltb::check() const {
  for (const auto& [name, attributes] : artifacts().items()) {
    Sha256 hash;
    const auto update = [&](Bytes bytes) -> Result<Done> {
      hash.update(bytes);
      return done;
    };
    BYOM_CHECK_OK(zip_.visit(std::string(folder) + name, update));
    BYOM_CHECK_OK(check_hash(name, hash.finish()));
  }
  return done;
}

}  // namespace byom::archive
