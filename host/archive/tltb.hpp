// The open .tltb: a ZIP of artifacts and a manifest, encrypted as an age file where there is a key.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "host/archive/age_writer.hpp"
#include "host/archive/output_file.hpp"
#include "host/archive/zip_reader.hpp"
#include "host/archive/zip_writer.hpp"

namespace byom::archive {

// Keeps the order of keys, so that the same input gives the same manifest.
using Json = nlohmann::ordered_json;

inline constexpr std::string_view tltb_mimetype = "application/vnd.open-tltb+zip";
inline constexpr int tltb_format_version = 1;

// add... for each artifact, then finish; the file is then complete but neither prepared nor published.
class TltbWriter {
 public:
  // `file` must be empty and outlive the writer; for an encrypted archive make it with Access::owner_only.
  static Result<TltbWriter> create(OutputFile& file, std::optional<KeyDerivation> key);

  // `attributes` is an object of free content; "size" and "sha256" are added to it. `name` is a plain file
  // name.
  Result<Done> add(std::string_view name, const Json& attributes, Bytes content);
  // Content that is made while it is written: `produce` must write exactly `size` bytes.
  using Producer = std::function<Result<Done>(Sink&)>;
  Result<Done> add(std::string_view name, const Json& attributes, std::uint64_t size,
                   const Producer& produce);
  Result<Done> finish(const Json& metadata);

  // For Tltb::open_unpublished; none for a plain archive.
  [[nodiscard]] const FileKey* file_key() const { return age_ ? &age_->file_key() : nullptr; }

 private:
  explicit TltbWriter(std::unique_ptr<Sink> sink) : sink_(std::move(sink)), zip_(*sink_) {}

  std::unique_ptr<Sink> sink_;
  const AgeWriter* age_ = nullptr;  // sink_, where it is one
  ZipWriter zip_;
  Json artifacts_ = Json::object();
};

class Tltb {
 public:
  // Sniffs what the file is. A key is refused for a plain archive: whoever asks for protection shall not get
  // an exchanged file without any. A missing key is exit_usage, everything else exit_input.
  static Result<Tltb> open(const std::string& path, std::optional<std::string_view> key);
  // Opens what a TltbWriter has finished, under the same rules; `key` is its file_key().
  static Result<Tltb> open_unpublished(const OutputFile& file, const FileKey* key);

  [[nodiscard]] bool encrypted() const { return encrypted_; }
  [[nodiscard]] const nlohmann::json& metadata() const { return manifest_["metadata"]; }
  // Name -> attributes, "size" and "sha256" among them.
  [[nodiscard]] const nlohmann::json& artifacts() const { return manifest_["artifacts"]; }

  // Content that was checked against CRC and SHA-256.
  [[nodiscard]] Result<std::vector<std::byte>> read(std::string_view name) const;
  // The same into a file descriptor: on an error what is there must be thrown away.
  [[nodiscard]] Result<Done> copy(std::string_view name, int descriptor) const;
  // Part of an artifact; authenticated where the archive is encrypted, otherwise unchecked.
  [[nodiscard]] Result<Done> read(std::string_view name, std::uint64_t offset,
                                  std::span<std::byte> out) const;
  // Checks every artifact against CRC and SHA-256.
  [[nodiscard]] Result<Done> check() const;

 private:
  Tltb(ZipReader zip, bool encrypted) : zip_(std::move(zip)), encrypted_(encrypted) {}
  static Result<Tltb> open_zip(std::unique_ptr<Source> source, bool encrypted);
  Result<Done> read_manifest();
  [[nodiscard]] Result<Done> check_members() const;
  [[nodiscard]] Result<Done> check_hash(std::string_view name, const std::string& sha256) const;
  [[nodiscard]] Error damaged(const std::string& what) const;

  ZipReader zip_;
  bool encrypted_;
  nlohmann::json manifest_;  // not Json: that one searches linearly, which a hostile manifest could use
};

}  // namespace byom::archive
