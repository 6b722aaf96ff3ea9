// Writes the open .tltb in one pass: checksum, hash and encryption of each block while it is in the cache.
#include <algorithm>
#include <utility>

#include "host/archive/sha256.hpp"
#include "host/archive/tltb.hpp"
#include "host/support/exit.hpp"
#include "host/support/json_text.hpp"
#include "host/support/quote.hpp"

namespace byom::archive {
namespace {

// What a producer writes into: one member of the archive.
class MemberSink final : public Sink {
 public:
  explicit MemberSink(ZipWriter& zip) : zip_(zip) {}

  Result<Done> write(Bytes bytes) override {
    constexpr std::size_t block = 65536;
    written_ += bytes.size();
    while (!bytes.empty()) {
      const Bytes part = bytes.first(std::min(bytes.size(), block));
      hash_.update(part);
      BYOM_CHECK_OK(zip_.write(part));
      bytes = bytes.subspan(part.size());
    }
    return done;
  }
  [[nodiscard]] std::uint64_t position() const override { return written_; }
  Result<Done> pin(std::uint64_t, std::uint64_t) override {
    return fail(exit_bug, "an artifact is hashed while it is written and cannot be patched");
  }
  Result<Done> patch(std::uint64_t, Bytes) override { return pin(0, 0); }
  Result<Done> finish() override { return done; }
  std::string sha256() { return hash_.finish(); }

 private:
  ZipWriter& zip_;
  Sha256 hash_;
  std::uint64_t written_ = 0;
};

}  // namespace

Result<TltbWriter> TltbWriter::create(OutputFile& file, std::optional<KeyDerivation> key) {
  if (!key) {
    TltbWriter writer(std::make_unique<FileSink>(file));
    BYOM_CHECK_OK(writer.zip_.add("mimetype", bytes_of(tltb_mimetype)));
    return writer;
  }
  BYOM_TRY(std::unique_ptr<AgeWriter> age, AgeWriter::create(file, std::move(*key)));
  const AgeWriter* const borrowed = age.get();
  TltbWriter writer(std::move(age));
  writer.age_ = borrowed;
  BYOM_CHECK_OK(writer.zip_.add("mimetype", bytes_of(tltb_mimetype)));
  return writer;
}

Result<Done> TltbWriter::add(std::string_view name, const Json& attributes, Bytes content) {
  return add(name, attributes, content.size(), [content](Sink& sink) { return sink.write(content); });
}

Result<Done> TltbWriter::add(std::string_view name, const Json& attributes, std::uint64_t size,
                             const Producer& produce) {
  if (name.find('/') != std::string_view::npos)
    return fail(exit_usage, "an artifact cannot have the name " + byom::quoted(name) + ": it has a slash");
  BYOM_CHECK_OK(zip_.begin("artifacts/" + std::string(name), size));
  MemberSink member(zip_);
  BYOM_CHECK_OK(produce(member));
  BYOM_CHECK_OK(zip_.end());
  const std::string sha256 = member.sha256();
  if (sha256.empty()) return fail(exit_system, "OpenSSL refused SHA-256");
  Json entry = attributes;
  entry["size"] = size;
  entry["sha256"] = sha256;
  artifacts_[std::string(name)] = std::move(entry);
  return done;
}

Result<Done> TltbWriter::finish(const Json& metadata) {
  Json manifest;
  manifest["format"] = "open-tltb";
  manifest["format_version"] = tltb_format_version;
  manifest["metadata"] = metadata;
  manifest["artifacts"] = std::move(artifacts_);
  const std::string text = json_text(manifest, 1) + "\n";
  BYOM_CHECK_OK(zip_.add("manifest.json", bytes_of(text)));
  BYOM_CHECK_OK(zip_.finish());
  return sink_->finish();
}

}  // namespace byom::archive
